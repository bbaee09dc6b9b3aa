package io.pagenow.presence.testing;

import io.pagenow.presence.cluster.FriendshipWatch;
import io.pagenow.presence.cluster.Node;
import io.pagenow.presence.cluster.NodeLease;
import io.pagenow.presence.cluster.Recovery;
import io.pagenow.presence.cluster.SharingWatch;
import io.pagenow.presence.cluster.subscription.CatchUp;
import io.pagenow.presence.cluster.subscription.MissedEvents;
import io.pagenow.presence.cluster.subscription.Subscriptions;
import io.pagenow.presence.cluster.sweep.Claims;
import io.pagenow.presence.cluster.sweep.OfflineSweep;
import io.pagenow.presence.cluster.sweep.SteadySweep;
import io.pagenow.presence.config.Settings;
import io.pagenow.presence.delivery.Hub;
import io.pagenow.presence.delivery.LatestEvents;
import io.pagenow.presence.delivery.RecordingConnection;
import io.pagenow.presence.explanation.Explanations;
import io.pagenow.presence.explanation.NodeReports;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.presence.PresenceQueries;
import io.pagenow.presence.presence.PresenceReader;
import io.pagenow.presence.presence.PresenceService;
import io.pagenow.presence.presence.PresenceStore;
import io.pagenow.presence.revocation.Revocations;
import io.pagenow.presence.sharing.RuleReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;

/**
 * A node without a server: everything is real except the WebSockets, whose sends complete at once.
 */
public final class TestNode implements AutoCloseable {

  private final AtomicLong nanos = new AtomicLong();
  private final NodeParts parts;

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
    parts = new NodeParts(database, settings, nanos::get);
    renewLease();
    if (isPrepared) {
      parts.node.start();
    }
  }

  /** Creates a node that is not prepared yet: it refuses connections until it is started. */
  public static TestNode starting(Stores stores) {
    return new TestNode(stores.database(), stores.settings(), false);
  }

  /** Opens a connection like the endpoint does, and waits until Redis has recorded it. */
  public RecordingConnection connect(UserId user) {
    parts.node.prepare(user);
    RecordingConnection connection = RecordingConnection.fast(hub().nextId(), user);
    parts.node.add(connection);
    parts.presence.open(connection);
    // Redis replies in order: after this reply, the connection is recorded.
    parts.redis.store().connectionsOf(user).toCompletableFuture().join();
    return connection;
  }

  /** Records a connection for each of many users, some hundred at a time, as a call may wait. */
  public void recordConnections(int users) {
    for (int from = 0; from < users; from += 500) {
      List<CompletableFuture<?>> opened = new ArrayList<>();
      for (int i = from; i < Math.min(from + 500, users); i++) {
        opened.add(store().open(new UserId("user" + i), hub().nextId()).toCompletableFuture());
      }
      CompletableFuture.allOf(opened.toArray(CompletableFuture<?>[]::new)).join();
    }
  }

  public Hub hub() {
    return parts.hub;
  }

  public LatestEvents latestEvents() {
    return parts.latestEvents;
  }

  public PresenceStore store() {
    return parts.redis.store();
  }

  public Claims claims() {
    return parts.redis.claims();
  }

  public Subscriptions subscriptions() {
    return parts.redis.subscriptions();
  }

  public Node node() {
    return parts.node;
  }

  public Revocations revocations() {
    return parts.revocations;
  }

  public PresenceService presence() {
    return parts.presence;
  }

  public OfflineSweep sweep() {
    return parts.sweep;
  }

  public SteadySweep steadySweep() {
    return parts.steadySweep;
  }

  public SharingWatch sharingWatch() {
    return parts.sharingWatch;
  }

  public RuleReader ruleReader() {
    return parts.ruleReader;
  }

  public FriendshipWatch friendshipWatch() {
    return parts.friendshipWatch;
  }

  /**
   * Advances the clock of this node, and the clock of Redis as this node sees it. Redis itself does
   * not expire keys earlier.
   */
  public void advance(Duration time) {
    nanos.addAndGet(time.toNanos());
    parts.leases.shift(time);
  }

  /** Shifts the clock of Redis as this node sees it. */
  public void setStoreClock(Duration ahead) {
    parts.leases.shift(ahead);
  }

  /** Runs an action before each renewal of the lease; it may throw to simulate a failed renewal. */
  public void beforeRenewals(Runnable action) {
    parts.leases.beforeRenewals(action);
  }

  /** Renews the lease and recovers if the reply requires it. A server does this in two loops. */
  public void renewLease() {
    parts.lease.renew();
    parts.recovery.run();
  }

  public NodeLease lease() {
    return parts.lease;
  }

  public Recovery recovery() {
    return parts.recovery;
  }

  /** Returns a catch-up of this node that reads from other subscriptions. */
  public CatchUp catchUp(Subscriptions source) {
    return new CatchUp(
        source, parts.subscribed, parts.latestEvents, parts.delivery, new MissedEvents());
  }

  public NodeReports nodeReports() {
    return parts.redis.nodeReports();
  }

  public Explanations explanations() {
    return parts.redis.explanations();
  }

  public PresenceReader reader() {
    return parts.redis.reader();
  }

  public PresenceQueries queries() {
    return parts.queries;
  }

  @Override
  public void close() {
    parts.close();
  }
}
