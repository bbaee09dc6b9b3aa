package io.pagenow.presence.testing;

import io.pagenow.presence.cluster.Drain;
import io.pagenow.presence.cluster.FriendshipWatch;
import io.pagenow.presence.cluster.Node;
import io.pagenow.presence.cluster.NodeLease;
import io.pagenow.presence.cluster.Recovery;
import io.pagenow.presence.cluster.SharingWatch;
import io.pagenow.presence.cluster.subscription.CatchUp;
import io.pagenow.presence.cluster.subscription.MissedEvents;
import io.pagenow.presence.cluster.subscription.SubscribedUsers;
import io.pagenow.presence.cluster.subscription.Subscriptions;
import io.pagenow.presence.cluster.sweep.Claims;
import io.pagenow.presence.cluster.sweep.OfflineSweep;
import io.pagenow.presence.cluster.sweep.SteadySweep;
import io.pagenow.presence.concurrent.BackgroundLoop;
import io.pagenow.presence.config.Settings;
import io.pagenow.presence.delivery.Hub;
import io.pagenow.presence.delivery.LatestEvents;
import io.pagenow.presence.delivery.RecordingConnection;
import io.pagenow.presence.friends.FriendLists;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.postgres.PostgresParts;
import io.pagenow.presence.presence.EventDelivery;
import io.pagenow.presence.presence.PendingWrites;
import io.pagenow.presence.presence.PresenceQueries;
import io.pagenow.presence.presence.PresenceReader;
import io.pagenow.presence.presence.PresenceService;
import io.pagenow.presence.presence.PresenceStore;
import io.pagenow.presence.redis.RedisParts;
import io.pagenow.presence.revocation.Revocations;
import io.pagenow.presence.sharing.RuleReader;
import io.pagenow.presence.sharing.Sharing;
import io.pagenow.presence.sharing.UserRules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
    EventDelivery announcer = new EventDelivery(hub, book, latestEvents);
    MissedEvents missed = new MissedEvents();
    redis = new RedisParts(settings, hub, announcer, missed, threads, nanos::get);
    SubscribedUsers subscribed = new SubscribedUsers(redis.subscriptions(), book);
    ruleReader = new RuleReader(rules);
    Sharing sharing = new Sharing(rules, ruleReader, settings);
    PendingWrites writes = new PendingWrites(redis.store(), hub, announcer, sharing);
    sharingWatch = new SharingWatch(rules, sharing, redis.pages(), writes, announcer);
    ruleLoop = redis.loops().repeat("rules", Duration.ofMinutes(1), ruleReader::readNext);
    ruleLoop.start();
    sweep = new OfflineSweep(redis.claims(), hub, announcer);
    friendshipWatch =
        new FriendshipWatch(
            hub, book, redis.subscriptions(), subscribed, latestEvents, announcer, sharingWatch);
    revocations = new Revocations(hub, redis.revocationLog());
    redis.listen(friendshipWatch, revocations);
    leases = new ShiftedLeases(redis.leases());
    LongSupplier nanoTime = () -> System.nanoTime() + nanos.get();
    lease = new NodeLease(leases, nanoTime);
    CatchUp catchUp =
        new CatchUp(redis.subscriptions(), subscribed, latestEvents, announcer, missed);
    recovery = new Recovery(lease, hub, latestEvents, subscribed, writes, catchUp, nanoTime);
    steadySweep = new SteadySweep(sweep, lease);
    Drain drain = new Drain(hub, writes, subscribed);
    node = new Node(hub, book, redis.store(), subscribed, writes, lease, drain, sharingWatch);
    presence = new PresenceService(redis.store(), announcer, writes, sharing);
    renewLease();
    if (isPrepared) {
      node.start();
    }
    queries = new PresenceQueries(postgres.friendships(), book, redis.reader());
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
