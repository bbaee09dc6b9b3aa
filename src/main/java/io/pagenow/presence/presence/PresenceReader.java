package io.pagenow.presence.presence;

import io.pagenow.presence.model.Presence;
import io.pagenow.presence.model.UserId;
import java.util.Collection;
import java.util.Map;

/**
 * The presence of users at one moment, which may be a moment ago where it is read from a replica.
 */
public interface PresenceReader {

  /** The most bytes of pages, as they are stored, in one answer. */
  long MAX_BYTES = 4 << 20;

  /**
   * An answer.
   *
   * @param presence an entry for every user asked for
   * @param complete whether all pages are in it; otherwise those above {@link #MAX_BYTES} are
   *     hidden, of the last users first
   */
  record Reading(Map<UserId, Presence> presence, boolean complete) {}

  /**
   * Reads the presence of each of the users. Users who were idle for longer than the time-out are
   * offline, swept or not. Blocks for at most the adapter's time-out.
   *
   * @throws io.pagenow.presence.model.UnavailableException if it cannot be read
   */
  Reading read(Collection<UserId> users);

  /** As {@link #read}, for at most a hundred users, whose pages are never too many. */
  default Map<UserId, Presence> presenceOf(Collection<UserId> users) {
    return read(users).presence();
  }
}
