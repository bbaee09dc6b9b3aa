package io.pagenow.presence.tracking;

import io.pagenow.presence.model.Presence;
import io.pagenow.presence.model.UserId;
import java.util.Collection;
import java.util.Map;

/**
 * The presence of users at one moment, which may be a moment ago where it is read from a replica.
 */
public interface PresenceReader {

  /**
   * The presence of each of the users. Who was idle for longer than the time-out is offline, swept
   * or not. Blocks for at most the adapter's time-out.
   *
   * @return an entry for every user asked for
   * @throws io.pagenow.presence.model.UnavailableException where it cannot be read
   */
  Map<UserId, Presence> presenceOf(Collection<UserId> users);
}
