package io.pagenow.presence.presence.query;

import io.pagenow.presence.model.Presence;
import io.pagenow.presence.model.UserId;
import java.util.Collection;
import java.util.Map;
import java.util.Set;

/**
 * The presence of users at one moment. A replica may answer with a state that is some seconds old.
 */
public interface PresenceReader {

  /** The maximum total size of the pages in one answer, in bytes of the stored form. */
  long MAX_BYTES = SnapshotMemory.MAX_BYTES;

  /**
   * The answer to {@link #read}.
   *
   * @param presence one entry for each requested user
   * @param complete whether the answer has all pages. If not, the pages above {@link #MAX_BYTES}
   *     are hidden, beginning with the last users
   * @param idle the users who are offline only because they are idle: no event has a version of
   *     that until the sweep
   */
  record Reading(Map<UserId, Presence> presence, boolean complete, Set<UserId> idle) {}

  /**
   * Reads the presence of each of the users. Users who were idle for longer than {@code TIMEOUT}
   * are offline, even before the sweep. Blocks for at most the adapter's time-out.
   *
   * @throws io.pagenow.presence.model.UnavailableException if the store does not answer
   */
  Reading read(Collection<UserId> users);

  /** Reads the presence of each of the users as {@link #read} does, but never from a replica. */
  Reading readFromPrimary(Collection<UserId> users);

  /**
   * Reads the presence of each of the users as {@link #read} does, with all pages, and never from a
   * replica. A user who is idle is online until the sweep publishes the opposite, because a
   * heartbeat before that publishes nothing.
   *
   * @return one entry for each requested user, in their order
   */
  Map<UserId, Presence> readCurrent(Collection<UserId> users);

  /**
   * Reads the presence as {@link #read} does, for at most a hundred users, whose pages never exceed
   * the limit.
   */
  default Map<UserId, Presence> presenceOf(Collection<UserId> users) {
    return read(users).presence();
  }
}
