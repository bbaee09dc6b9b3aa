package io.pagenow.presence.presence.query;

import io.pagenow.presence.friends.FriendLists;
import io.pagenow.presence.friends.Friendships;
import io.pagenow.presence.model.Page;
import io.pagenow.presence.model.Presence;
import io.pagenow.presence.model.Profile;
import io.pagenow.presence.model.Snapshot;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.model.Visibility;
import io.pagenow.presence.presence.query.PresenceReader.Reading;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The queries about presence. A snapshot for a user of this node uses the friend list by which the
 * user gets events, if it is at most 5 seconds old. All other queries read the friendships anew.
 *
 * <p>Thread-safe. All methods block, and throw {@link
 * io.pagenow.presence.model.UnavailableException} if a store does not answer.
 */
@Singleton
public final class PresenceQueries {

  private final Friendships friendships;
  private final FriendLists friendLists;
  private final PresenceReader reader;
  private final OwnPresences ownPresences;
  private final SnapshotMemory memory = new SnapshotMemory();

  @Inject
  public PresenceQueries(
      Friendships friendships,
      FriendLists friendLists,
      PresenceReader reader,
      OwnPresences ownPresences) {
    this.friendships = friendships;
    this.friendLists = friendLists;
    this.reader = reader;
    this.ownPresences = ownPresences;
  }

  /** Returns the presence of the user and of every accepted friend. */
  public Snapshot snapshotFor(UserId user) {
    return snapshotFor(user, Function.identity());
  }

  /** Reads a snapshot as {@link #snapshotFor(UserId)} does, and encodes it in reserved memory. */
  public <T> T snapshotFor(UserId user, Function<Snapshot, T> encode) {
    return snapshot(user, friendsOf(user), reader::read, encode);
  }

  /** Reads a snapshot of some friends. Users who are not friends are left out. */
  public <T> T snapshotFor(UserId user, Set<UserId> some, Function<Snapshot, T> encode) {
    Set<UserId> friends = new HashSet<>(friendsOf(user));
    friends.retainAll(some);
    return snapshot(user, friends, reader::read, encode);
  }

  /** Reads a snapshot that is not older than this call, never from a replica. */
  public <T> T currentSnapshotFor(UserId user, Function<Snapshot, T> encode) {
    return snapshot(user, friendsOf(user), reader::readFromPrimary, encode);
  }

  private Set<UserId> friendsOf(UserId user) {
    return friendLists.freshFriendsOf(user).orElseGet(() -> friendships.friendsOf(user));
  }

  private <T> T snapshot(
      UserId user,
      Set<UserId> friends,
      Function<Collection<UserId>, Reading> read,
      Function<Snapshot, T> encode) {
    List<Profile> profiles = friendships.profilesOf(user, friends);
    List<UserId> users = new ArrayList<>();
    // The user comes first, so that the pages of friends never displace the user's own page.
    users.add(user);
    profiles.stream().map(Profile::user).filter(other -> !other.equals(user)).forEach(users::add);
    return memory.reserve(
        users.size(), () -> encode.apply(snapshot(user, read.apply(users), profiles)));
  }

  private Snapshot snapshot(UserId user, Reading reading, List<Profile> profiles) {
    Map<UserId, Presence> friends = new LinkedHashMap<>(reading.presence());
    Presence own = friends.remove(user);
    return new Snapshot(
        user,
        own(user, own == null ? Presence.OFFLINE : own),
        friends,
        profiles,
        reading.complete(),
        reading.idle());
  }

  /**
   * Returns the page of a user, as accepted friends may see it; empty if the user is offline.
   *
   * @throws NotAFriendException if the caller is neither the user nor a friend, or the user does
   *     not exist
   */
  public Optional<Page> pageOf(UserId target, UserId caller) {
    if (!target.equals(caller) && !friendships.areFriends(target, caller)) {
      throw new NotAFriendException();
    }
    Presence seen = reader.presenceOf(List.of(target)).getOrDefault(target, Presence.OFFLINE);
    return (target.equals(caller) ? own(target, seen) : seen)
        .match(online -> Optional.of(online.activity().page()), offline -> Optional.empty());
  }

  /** Returns what a user sees of the own presence, which is more than friends see if invisible. */
  private Presence own(UserId user, Presence seen) {
    return seen.match(
        online -> online,
        offline -> {
          OwnPresence own = ownPresences.of(user);
          return own.visibility() == Visibility.NOBODY ? own.presence() : offline;
        });
  }
}
