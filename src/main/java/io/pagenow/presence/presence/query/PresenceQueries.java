package io.pagenow.presence.presence.query;

import io.pagenow.presence.concurrent.SnapshotMemory;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The queries about presence. Each query reads the friendships anew, so an ended friendship reveals
 * nothing from that moment.
 *
 * <p>Thread-safe. All methods block, and throw {@link
 * io.pagenow.presence.model.UnavailableException} if a store does not answer.
 */
@Singleton
public final class PresenceQueries {

  private final Friendships friendships;
  private final PresenceReader reader;
  private final OwnPresences ownPresences;
  private final SnapshotMemory memory = new SnapshotMemory();

  @Inject
  public PresenceQueries(
      Friendships friendships, PresenceReader reader, OwnPresences ownPresences) {
    this.friendships = friendships;
    this.reader = reader;
    this.ownPresences = ownPresences;
  }

  /** Returns the presence of the user and of every accepted friend. */
  public Snapshot snapshotFor(UserId user) {
    return snapshotFor(user, Function.identity());
  }

  /**
   * Reads a snapshot as {@link #snapshotFor(UserId)} does, and encodes it while memory for it is
   * reserved.
   *
   * @param encode turns the snapshot into a smaller form
   * @return the encoded snapshot
   */
  public <T> T snapshotFor(UserId user, Function<Snapshot, T> encode) {
    List<Profile> profiles = friendships.profilesOf(user);
    List<UserId> users = new ArrayList<>();
    // The user comes first, so that the pages of friends never displace the user's own page.
    users.add(user);
    profiles.stream().map(Profile::user).filter(other -> !other.equals(user)).forEach(users::add);
    return memory.reserve(users.size(), () -> encode.apply(snapshot(user, users, profiles)));
  }

  private Snapshot snapshot(UserId user, List<UserId> users, List<Profile> profiles) {
    Reading reading = reader.read(users);
    Map<UserId, Presence> friends = new LinkedHashMap<>(reading.presence());
    Presence own = friends.remove(user);
    return new Snapshot(
        user,
        own(user, own == null ? Presence.OFFLINE : own),
        friends,
        profiles,
        reading.complete());
  }

  /**
   * Returns the page of a user, as the user and accepted friends may see it; empty if the user is
   * offline.
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
