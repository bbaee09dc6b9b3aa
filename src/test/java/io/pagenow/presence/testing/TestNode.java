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
import io.pagenow.presence.tracking.IdleSweep;
import io.pagenow.presence.tracking.PresenceQueries;
import io.pagenow.presence.tracking.PresenceStore;
import io.pagenow.presence.tracking.PresenceTracker;
import java.util.concurrent.ThreadFactory;

/** A node without a server: all but the sockets is real. Its connections send at once. */
public final class TestNode implements AutoCloseable {

  private final Hub hub = new Hub();
  private final PostgresParts postgres;
  private final RedisParts redis;
  private final PresenceTracker tracker;
  private final IdleSweep sweep;
  private final FriendshipWatch friendshipWatch;
  private final PresenceQueries queries;

  public TestNode(Stores stores) {
    this(stores, stores.settings());
  }

  public TestNode(Stores stores, Settings settings) {
    ThreadFactory threads = Thread::new;
    postgres = new PostgresParts(stores.database(), threads);
    FriendBook book = new FriendBook(postgres.friendships());
    Announcer announcer = new Announcer(hub, book);
    redis = new RedisParts(settings, hub, announcer, threads);
    tracker = new PresenceTracker(hub, book, redis.store(), announcer);
    sweep = new IdleSweep(redis.store(), postgres.friendships(), hub, announcer);
    friendshipWatch = new FriendshipWatch(hub, book, redis.store(), announcer);
    queries = new PresenceQueries(postgres.friendships(), redis.reader());
  }

  /** Opens a connection of the user, as the endpoint does. */
  public RecordingConnection connect(UserId user) {
    tracker.prepare(user);
    RecordingConnection connection = RecordingConnection.fast(hub.nextId(), user);
    tracker.open(connection);
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

  public IdleSweep sweep() {
    return sweep;
  }

  public FriendshipWatch friendshipWatch() {
    return friendshipWatch;
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
