package io.pagenow.presence.presence.query;

import io.pagenow.presence.delivery.event.LatestEvents;
import io.pagenow.presence.delivery.event.ShownOnline;
import io.pagenow.presence.friends.Friendships;
import io.pagenow.presence.model.Friend;
import io.pagenow.presence.model.Presence;
import io.pagenow.presence.model.PresenceEvent.TimedOut;
import io.pagenow.presence.model.Profile;
import io.pagenow.presence.model.UserId;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The names and the current presence of users. Thread-safe. */
@Singleton
public final class CurrentFriends {

  private final Friendships friendships;
  private final PresenceReader reader;
  private final LatestEvents latestEvents;
  private final LostEvents lostEvents;

  @Inject
  public CurrentFriends(
      Friendships friendships,
      PresenceReader reader,
      LatestEvents latestEvents,
      LostEvents lostEvents) {
    this.friendships = friendships;
    this.reader = reader;
    this.latestEvents = latestEvents;
    this.lostEvents = lostEvents;
  }

  /**
   * Reads users, in the order of the set. Blocks.
   *
   * @throws io.pagenow.presence.model.UnavailableException if a store does not answer
   */
  public List<Friend> of(Set<UserId> users) {
    Map<UserId, Profile> profiles = friendships.profilesOf(users);
    Map<UserId, Presence> presence = presenceOf(users);
    return users.stream()
        .map(
            user ->
                new Friend(
                    profiles.getOrDefault(user, Profile.unknown(user)),
                    presence.getOrDefault(user, Presence.OFFLINE)))
        .toList();
  }

  /**
   * Reads the presence of users. If the store has lost an event that this node delivered, records
   * that: the client that gets this answer must get the event when it is restored.
   */
  private Map<UserId, Presence> presenceOf(Set<UserId> users) {
    // Before the read, which then is not older.
    List<ShownOnline> shown =
        users.stream().flatMap(user -> latestEvents.shownOnline(user).stream()).toList();
    Map<UserId, Presence> presence = reader.readCurrent(users);
    List<TimedOut> lost =
        shown.stream()
            .filter(last -> last.isNewerThan(presence.getOrDefault(last.user(), Presence.OFFLINE)))
            .map(ShownOnline::offline)
            .toList();
    if (lost.isEmpty()) {
      return presence;
    }
    lostEvents.recordOffline(lost);
    return reader.readCurrent(users);
  }
}
