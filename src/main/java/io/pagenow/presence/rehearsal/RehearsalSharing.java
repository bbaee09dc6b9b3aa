package io.pagenow.presence.rehearsal;

import static java.util.stream.Collectors.toMap;

import io.pagenow.presence.model.UserId;
import io.pagenow.presence.sharing.SharingLists;
import io.pagenow.presence.sharing.SharingRules;
import java.util.Collection;
import java.util.Map;
import java.util.function.Supplier;

/** Reads the sharing rules of the users of the rehearsal, and shows all of their pages. */
record RehearsalSharing(SharingLists database) implements SharingLists {

  @Override
  public Supplier<MarkedRules> startReading(UserId user) {
    Supplier<MarkedRules> read = database.startReading(user);
    return () -> rehearsed(read.get());
  }

  @Override
  public Map<UserId, MarkedRules> read(Collection<UserId> users) {
    return database.read(users).entrySet().stream()
        .collect(toMap(Map.Entry::getKey, entry -> rehearsed(entry.getValue())));
  }

  private static MarkedRules rehearsed(MarkedRules read) {
    return new MarkedRules(SharingRules.SHOW_ALL, read.mark());
  }
}
