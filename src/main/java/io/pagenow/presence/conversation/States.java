package io.pagenow.presence.conversation;

import io.pagenow.presence.config.Settings;
import io.pagenow.presence.delivery.Connection;
import io.pagenow.presence.delivery.Hub;
import io.pagenow.presence.delivery.event.LatestEvents;
import io.pagenow.presence.friends.FriendLists;
import io.pagenow.presence.model.Friend;
import io.pagenow.presence.model.UnavailableException;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.presence.query.CurrentFriends;
import io.pagenow.presence.presence.query.OwnPresence;
import io.pagenow.presence.presence.query.OwnPresences;
import io.pagenow.presence.presence.query.SnapshotMemory;
import io.pagenow.presence.protocol.v2.Replies;
import io.pagenow.presence.protocol.v2.Since;
import io.pagenow.presence.protocol.v2.StateMessages;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Sends the first messages on version 2 connections: welcome and state. Thread-safe. */
@Singleton
public final class States {

  /** Keeps proxies and the workers of browser extensions alive, which end after 30 seconds. */
  private static final Duration HEARTBEAT = Duration.ofSeconds(20);

  private final FriendLists friendLists;
  private final CurrentFriends currentFriends;
  private final OwnPresences ownPresences;
  private final Resumption resumption;
  private final Hub hub;
  private final LatestEvents latestEvents;
  private final Duration timeout;
  private final SnapshotMemory reading = new SnapshotMemory();
  private final UnreadStates unread = new UnreadStates();

  @Inject
  public States(
      FriendLists friendLists,
      CurrentFriends currentFriends,
      OwnPresences ownPresences,
      Resumption resumption,
      Hub hub,
      LatestEvents latestEvents,
      Settings settings) {
    this.friendLists = friendLists;
    this.currentFriends = currentFriends;
    this.ownPresences = ownPresences;
    this.resumption = resumption;
    this.hub = hub;
    this.latestEvents = latestEvents;
    this.timeout = settings.timeout();
  }

  /**
   * Reads the state of the user and the friends, and sends it. Events that the connection gets
   * meanwhile wait until the state is sent. The connection must be in the hub. Blocks.
   *
   * @param expiry when the token of the client expires
   * @param since the value from which the client resumes; empty if it has none. The state then has
   *     only what changed, if the store knows all of it
   * @throws UnavailableException if a store does not answer, or there is no memory for the state
   */
  public void open(Connection connection, Instant expiry, Optional<String> since) {
    UserId user = connection.user();
    // The list whose changes this connection is told, and not a newer one.
    Set<UserId> users = new TreeSet<>(Comparator.comparing(UserId::value));
    users.addAll(
        friendLists
            .knownFriendsOf(user)
            .orElseThrow(() -> new UnavailableException("The friend list")));
    users.add(user);
    List<String> messages = new ArrayList<>();
    messages.add(Replies.welcome(connection.id(), user, expiry, timeout, heartbeat()));
    messages.addAll(reading.reserve(users.size(), () -> state(connection, users, since)));
    hub.open(connection, unread.opening(messages));
  }

  private List<String> state(Connection connection, Set<UserId> users, Optional<String> since) {
    Resumption.Start start = resumption.start(since);
    List<Friend> all = currentFriends.of(users);
    // Also those who have not changed: a client that resumes shows them as before.
    all.forEach(latestEvents::recordShown);
    long digest = Since.digest(all);
    connection.friends().set(digest);
    long from = start.from(digest);
    List<Friend> changed = new ArrayList<>(all);
    changed.removeIf(friend -> friend.presence().version() <= from);
    changed.removeIf(friend -> friend.user().equals(connection.user()));
    Friend me =
        all.stream()
            .filter(each -> each.user().equals(connection.user()))
            .findFirst()
            .orElseThrow();
    OwnPresence own = ownPresences.of(me.user(), me.presence());
    Optional<Friend> self =
        Optional.of(new Friend(me.profile(), own.presence()))
            .filter(user -> user.presence().version() > from);
    return StateMessages.encode(
        from == Resumption.EVERYTHING, self, own.visibility(), changed, start.next(digest));
  }

  /** Returns the time between heartbeats, several of which fit into {@code TIMEOUT}. */
  private Duration heartbeat() {
    Duration third = timeout.dividedBy(3);
    return third.compareTo(HEARTBEAT) < 0 ? third : HEARTBEAT;
  }
}
