package io.pagenow.presence.presence.query;

import io.pagenow.presence.friends.Friendships;
import io.pagenow.presence.model.Friend;
import io.pagenow.presence.model.Presence;
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

  @Inject
  public CurrentFriends(Friendships friendships, PresenceReader reader) {
    this.friendships = friendships;
    this.reader = reader;
  }

  /**
   * Reads users, in the order of the set. Blocks.
   *
   * @throws io.pagenow.presence.model.UnavailableException if a store does not answer
   */
  public List<Friend> of(Set<UserId> users) {
    Map<UserId, Profile> profiles = friendships.profilesOf(users);
    Map<UserId, Presence> presence = reader.readCurrent(users);
    return users.stream()
        .map(
            user ->
                new Friend(
                    profiles.getOrDefault(user, Profile.unknown(user)),
                    presence.getOrDefault(user, Presence.OFFLINE)))
        .toList();
  }
}
