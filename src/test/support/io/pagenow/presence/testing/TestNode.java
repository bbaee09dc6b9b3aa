package io.pagenow.presence.testing;

import io.pagenow.presence.cluster.FriendshipWatch;
import io.pagenow.presence.cluster.Node;
import io.pagenow.presence.cluster.NodeLease;
import io.pagenow.presence.cluster.Recovery;
import io.pagenow.presence.cluster.SharingWatch;
import io.pagenow.presence.cluster.drain.Drain;
import io.pagenow.presence.cluster.subscription.CatchUp;
import io.pagenow.presence.cluster.subscription.DeliveredUntil;
import io.pagenow.presence.cluster.subscription.MissedEvents;
import io.pagenow.presence.cluster.subscription.SubscribedUsers;
import io.pagenow.presence.cluster.subscription.Subscriptions;
import io.pagenow.presence.cluster.sweep.Claims;
import io.pagenow.presence.cluster.sweep.OfflineSweep;
import io.pagenow.presence.cluster.sweep.SteadySweep;
import io.pagenow.presence.concurrent.BackgroundLoop;
import io.pagenow.presence.config.Settings;
import io.pagenow.presence.conversation.Conversation;
import io.pagenow.presence.conversation.Conversations;
import io.pagenow.presence.conversation.FreshTokens;
import io.pagenow.presence.conversation.States;
import io.pagenow.presence.delivery.Hub;
import io.pagenow.presence.delivery.RecordingConnection;
import io.pagenow.presence.delivery.event.LatestEvents;
import io.pagenow.presence.friends.FriendLists;
import io.pagenow.presence.model.ProtocolVersion;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.postgres.PostgresParts;
import io.pagenow.presence.presence.CurrentFriends;
import io.pagenow.presence.presence.EventDelivery;
import io.pagenow.presence.presence.PendingWrites;
import io.pagenow.presence.presence.PresenceQueries;
import io.pagenow.presence.presence.PresenceReader;
import io.pagenow.presence.presence.PresenceService;
import io.pagenow.presence.presence.PresenceStore;
import io.pagenow.presence.protocol.BadMessageException;
import io.pagenow.presence.protocol.ErrorCode;
import io.pagenow.presence.redis.RedisParts;
import io.pagenow.presence.revocation.Revocations;
import io.pagenow.presence.sharing.RuleReader;
import io.pagenow.presence.sharing.Sharing;
import io.pagenow.presence.sharing.UserRules;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import javax.sql.DataSource;

/**
 * A node without a server: everything is real except the WebSockets, whose sends complete at once.
 */
public final class TestNode implements AutoCloseable {

  private final Hub hub = new Hub();
  private final LatestEvents latestEvents = new LatestEvents(hub);
  private final PostgresParts postgres;
  private final RedisParts redis;
  private final Node node;
  private final Revocations revocations;
  private final PresenceService presence;
  private final OfflineSweep sweep;
  private final SteadySweep steadySweep;
  private final FriendshipWatch friendshipWatch;
  private final SharingWatch sharingWatch;
  private final RuleReader ruleReader;
  private final BackgroundLoop ruleLoop;
  private final NodeLease lease;
  private final Recovery recovery;
  private final ShiftedLeases leases;
  private final AtomicLong nanos = new AtomicLong();
  private final PresenceQueries queries;
  private final States states;
  private final DeliveredUntil delivered;
  private final Settings settings;
  private final SubscribedUsers subscribed;
  private final EventDelivery delivery;

  public TestNode(Stores stores) {
    this(stores, stores.settings());
  }

  public TestNode(Stores stores, Settings settings) {
    this(stores.database(), settings);
  }

  public TestNode(DataSource database, Settings settings) {
    this(database, settings, true);
  }

  private TestNode(DataSource database, Settings settings, boolean isPrepared) {
    ThreadFactory threads = Thread::new;
    postgres = new PostgresParts(database, threads);
    UserRules rules = new UserRules(postgres.sharingLists());
    FriendLists book = new FriendLists(postgres.friendships(), rules);
    delivery = new EventDelivery(hub, book, latestEvents);
    MissedEvents missed = new MissedEvents();
    delivered = new DeliveredUntil();
    redis = new RedisParts(settings, hub, delivery, missed, delivered, threads, nanos::get);
    subscribed = new SubscribedUsers(redis.subscriptions(), book);
    ruleReader = new RuleReader(rules);
    Sharing sharing = new Sharing(rules, ruleReader, settings);
    PendingWrites writes = new PendingWrites(redis.store(), hub, delivery, sharing);
    sharingWatch = new SharingWatch(rules, sharing, redis.pages(), writes, delivery);
    ruleLoop = redis.loops().repeat("rules", Duration.ofMinutes(1), ruleReader::readNext);
    ruleLoop.start();
    sweep = new OfflineSweep(redis.claims(), hub, delivery);
    CurrentFriends currentFriends = new CurrentFriends(postgres.friendships(), redis.reader());
    friendshipWatch =
        new FriendshipWatch(
            hub, book, subscribed, latestEvents, delivery, currentFriends, sharingWatch);
    revocations = new Revocations(hub, redis.revocationLog());
    redis.listen(friendshipWatch, revocations);
    leases = new ShiftedLeases(redis.leases());
    LongSupplier nanoTime = () -> System.nanoTime() + nanos.get();
    lease = new NodeLease(leases, nanoTime);
    CatchUp catchUp =
        new CatchUp(redis.subscriptions(), subscribed, latestEvents, delivery, missed);
    recovery =
        new Recovery(
            lease,
            hub,
            latestEvents,
            subscribed,
            writes,
            catchUp,
            delivered,
            redis.resumeLimit(),
            nanoTime);
    steadySweep = new SteadySweep(sweep, lease);
    Drain drain = new Drain(hub, writes, subscribed);
    node = new Node(hub, book, redis.store(), subscribed, writes, lease, drain, sharingWatch);
    presence = new PresenceService(redis.store(), delivery, writes, sharing);
    renewLease();
    if (isPrepared) {
      node.start();
    }
    states = new States(book, currentFriends, delivered, redis.resumeLimit(), hub, settings);
    this.settings = settings;
    queries = new PresenceQueries(postgres.friendships(), redis.reader());
  }

  /** Creates a node that is not prepared yet: it refuses connections until it is started. */
  public static TestNode starting(Stores stores) {
    return new TestNode(stores.database(), stores.settings(), false);
  }

  /** Opens a connection like the endpoint does, and waits until Redis has recorded it. */
  public RecordingConnection connect(UserId user) {
    node.prepare(user);
    RecordingConnection connection = RecordingConnection.fast(hub.nextId(), user);
    node.add(connection);
    presence.open(connection);
    // Redis replies in order: after this reply, the connection is recorded.
    redis.store().connectionsOf(user).toCompletableFuture().join();
    return connection;
  }

  /** Opens a version 2 connection like the filter and the endpoint do. */
  public RecordingConnection connectV2(UserId user) {
    return connectV2(user, Optional.empty());
  }

  /** Like {@link #connectV2(UserId)}, for a client that resumes. */
  public RecordingConnection connectV2(UserId user, Optional<String> since) {
    node.prepare(user);
    RecordingConnection connection =
        RecordingConnection.fast(hub.nextId(), user, ProtocolVersion.V2);
    node.add(connection);
    states.open(connection, Instant.ofEpochMilli(1_900_000_000_000L), since);
    presence.open(connection);
    redis.store().connectionsOf(user).toCompletableFuture().join();
    return connection;
  }

  /** Returns the conversation of a connection. Its tokens have the form {@code <user> <millis>}. */
  public Conversation conversation(RecordingConnection connection) {
    return new Conversations(presence, latestEvents, TestNode::verify, delivered, hub, settings)
        .begin(connection);
  }

  private static FreshTokens.Caller verify(String token) {
    String[] parts = token.split(" ", -1);
    if (parts.length != 2) {
      throw new BadMessageException(ErrorCode.INVALID_TOKEN, "The token is not a test token");
    }
    return new FreshTokens.Caller(
        new UserId(parts[0]), Instant.ofEpochMilli(Long.parseLong(parts[1])));
  }

  /** Records a connection for each of many users, some hundred at a time, as a call may wait. */
  public void recordConnections(int users) {
    for (int from = 0; from < users; from += 500) {
      List<CompletableFuture<?>> opened = new ArrayList<>();
      for (int i = from; i < Math.min(from + 500, users); i++) {
        opened.add(store().open(new UserId("user" + i), hub.nextId()).toCompletableFuture());
      }
      CompletableFuture.allOf(opened.toArray(CompletableFuture<?>[]::new)).join();
    }
  }

  public Hub hub() {
    return hub;
  }

  public LatestEvents latestEvents() {
    return latestEvents;
  }

  public PresenceStore store() {
    return redis.store();
  }

  public Claims claims() {
    return redis.claims();
  }

  public Subscriptions subscriptions() {
    return redis.subscriptions();
  }

  public Node node() {
    return node;
  }

  public Revocations revocations() {
    return revocations;
  }

  public PresenceService presence() {
    return presence;
  }

  public DeliveredUntil delivered() {
    return delivered;
  }

  public OfflineSweep sweep() {
    return sweep;
  }

  public SteadySweep steadySweep() {
    return steadySweep;
  }

  public SharingWatch sharingWatch() {
    return sharingWatch;
  }

  public RuleReader ruleReader() {
    return ruleReader;
  }

  public FriendshipWatch friendshipWatch() {
    return friendshipWatch;
  }

  /**
   * Advances the clock of this node, and the clock of Redis as this node sees it. Redis itself does
   * not expire keys earlier.
   */
  public void advance(Duration time) {
    nanos.addAndGet(time.toNanos());
    leases.shift(time);
  }

  /** Shifts the clock of Redis as this node sees it. */
  public void setStoreClock(Duration ahead) {
    leases.shift(ahead);
  }

  /** Runs an action before each renewal of the lease; it may throw to simulate a failed renewal. */
  public void beforeRenewals(Runnable action) {
    leases.beforeRenewals(action);
  }

  /** Renews the lease and recovers if the reply requires it. A server does this in two loops. */
  public void renewLease() {
    lease.renew();
    recovery.run();
  }

  public NodeLease lease() {
    return lease;
  }

  public Recovery recovery() {
    return recovery;
  }

  /** Returns a catch-up of this node that reads from other subscriptions. */
  public CatchUp catchUp(Subscriptions source) {
    return new CatchUp(source, subscribed, latestEvents, delivery, new MissedEvents());
  }

  public PresenceReader reader() {
    return redis.reader();
  }

  public PresenceQueries queries() {
    return queries;
  }

  @Override
  public void close() {
    ruleLoop.stop();
    redis.close();
    postgres.close();
  }
}
