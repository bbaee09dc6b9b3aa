package io.pagenow.presence.testing;

import io.pagenow.presence.fanout.Hub;
import io.pagenow.presence.fanout.RecordingConnection;
import io.pagenow.presence.friends.FriendBook;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.platform.Settings;
import io.pagenow.presence.postgres.PostgresParts;
import io.pagenow.presence.redis.RedisParts;
import io.pagenow.presence.tracking.Announcer;
import io.pagenow.presence.tracking.FriendshipWatch;
import io.pagenow.presence.tracking.Holdings;
import io.pagenow.presence.tracking.Interest;
import io.pagenow.presence.tracking.MissedEvents;
import io.pagenow.presence.tracking.NodeLease;
import io.pagenow.presence.tracking.PresenceQueries;
import io.pagenow.presence.tracking.PresenceReader;
import io.pagenow.presence.tracking.PresenceStore;
import io.pagenow.presence.tracking.PresenceTracker;
import io.pagenow.presence.tracking.Recovery;
import io.pagenow.presence.tracking.Sweep;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;

/** A node without a server: all but the sockets is real. Its connections send at once. */
public final class TestNode implements AutoCloseable {

  private final Hub hub = new Hub();
  private final PostgresParts postgres;
  private final RedisParts redis;
  private final PresenceTracker tracker;
  private final Sweep sweep;
  private final FriendshipWatch friendshipWatch;
  private final NodeLease lease;
  private final AtomicLong nanos = new AtomicLong();
  private final PresenceQueries queries;

  public TestNode(Stores stores) {
    this(stores, stores.settings());
  }

  public TestNode(Stores stores, Settings settings) {
    this(stores.database(), settings);
  }

  public TestNode(DataSource database, Settings settings) {
    ThreadFactory threads = Thread::new;
    postgres = new PostgresParts(database, threads);
    FriendBook book = new FriendBook(postgres.friendships());
    Holdings holdings = new Holdings(hub);
    Announcer announcer = new Announcer(hub, book, holdings);
    MissedEvents missed = new MissedEvents();
    redis = new RedisParts(settings, hub, announcer, missed, threads, nanos::get);
    Interest interest = new Interest(redis.store(), book);
    tracker = new PresenceTracker(hub, book, redis.store(), interest, announcer);
    sweep = new Sweep(redis.store(), hub, announcer);
    friendshipWatch = new FriendshipWatch(hub, book, redis.store(), interest, holdings, announcer);
    redis.listen(friendshipWatch, threads);
    Recovery recovery = new Recovery(redis.store(), hub, holdings, interest, announcer, missed);
    lease = new NodeLease(redis.store(), recovery, sweep, nanos::get);
    lease.renew();
    queries = new PresenceQueries(postgres.friendships(), redis.reader());
  }

  /** Opens a connection of the user, as the endpoint does, and waits until it is recorded. */
  public RecordingConnection connect(UserId user) {
    tracker.prepare(user);
    RecordingConnection connection = RecordingConnection.fast(hub.nextId(), user);
    tracker.open(connection);
    // What is asked for later is answered later: by then it is recorded.
    redis.store().connectionsOf(user).toCompletableFuture().join();
    return connection;
  }

  public Hub hub() {
    return hub;
  }

  public PresenceStore store() {
    return redis.store();
  }

  public PresenceTracker tracker() {
    return tracker;
  }

  public Sweep sweep() {
    return sweep;
  }

  public FriendshipWatch friendshipWatch() {
    return friendshipWatch;
  }

  /** Lets the node's clock go on. Redis has its own. */
  public void advance(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  public NodeLease lease() {
    return lease;
  }

  public PresenceReader reader() {
    return redis.reader();
  }

  public PresenceQueries queries() {
    return queries;
  }

  @Override
  public void close() {
    redis.close();
    postgres.close();
  }
}
