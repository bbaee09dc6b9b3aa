package io.pagenow.presence.rehearsal;

import io.pagenow.presence.model.Presence;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.presence.query.PresenceReader;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads the presence of the users of the rehearsal, and then shows all friends online. */
record RehearsalReader(PresenceReader store) implements PresenceReader {

  @Override
  public Reading read(Collection<UserId> users) {
    return store.read(users);
  }

  @Override
  public Reading readFromPrimary(Collection<UserId> users) {
    return store.readFromPrimary(users);
  }

  @Override
  public Map<UserId, Presence> readCurrent(Collection<UserId> users) {
    store.readCurrent(users);
    Map<UserId, Presence> presence = new LinkedHashMap<>();
    users.forEach(user -> presence.put(user, RehearsalUsers.presenceOf(user)));
    return presence;
  }
}
