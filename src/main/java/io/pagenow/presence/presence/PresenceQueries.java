package io.pagenow.presence.presence;

import io.pagenow.presence.friends.Friendships;
import io.pagenow.presence.model.Page;
import io.pagenow.presence.model.Presence;
import io.pagenow.presence.model.Presence.Online;
import io.pagenow.presence.model.Profile;
import io.pagenow.presence.model.Snapshot;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.presence.PresenceReader.Reading;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a user may ask about presence. Friendships are read anew for each question, so that an ended
 * one shows nothing from that moment on.
 *
 * <p>All methods block, and throw {@link io.pagenow.presence.model.UnavailableException} where a
 * store does not answer.
 */
@Singleton
public final class PresenceQueries {

  private final Friendships friendships;
  private final PresenceReader reader;
  private final SnapshotMemory memory = new SnapshotMemory();

  @Inject
  public PresenceQueries(Friendships friendships, PresenceReader reader) {
    this.friendships = friendships;
    this.reader = reader;
  }

  /** The presence of the user and of every accepted friend. */
  public Snapshot snapshotFor(UserId user) {
    return snapshotFor(user, Function.identity());
  }

  /**
   * As {@link #snapshotFor(UserId)}.
   *
   * @param encode makes something smaller of the snapshot, while memory is reserved for it
   */
  public <T> T snapshotFor(UserId user, Function<Snapshot, T> encode) {
    List<Profile> profiles = friendships.circleOf(user);
    List<UserId> users = new ArrayList<>();
    // First, so that the pages of friends never displace the user's own.
    users.add(user);
    profiles.stream().map(Profile::user).filter(other -> !other.equals(user)).forEach(users::add);
    return memory.reserve(users.size(), () -> encode.apply(snapshot(user, users, profiles)));
  }

  private Snapshot snapshot(UserId user, List<UserId> users, List<Profile> profiles) {
    Reading reading = reader.read(users);
    Map<UserId, Presence> friends = new LinkedHashMap<>(reading.presence());
    Presence own = friends.remove(user);
    return new Snapshot(
        user, own == null ? Presence.OFFLINE : own, friends, profiles, reading.complete());
  }

  /**
   * The page of a user, as an accepted friend or they themselves may see it; empty where offline.
   *
   * @throws NotAFriendException where the caller may not see it, or there is no such user
   */
  public Optional<Page> pageOf(UserId target, UserId caller) {
    if (!target.equals(caller) && !friendships.areFriends(target, caller)) {
      throw new NotAFriendException();
    }
    return reader.presenceOf(List.of(target)).get(target) instanceof Online online
        ? Optional.of(online.page())
        : Optional.empty();
  }
}
