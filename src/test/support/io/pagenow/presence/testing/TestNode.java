package io.pagenow.presence.testing;

import io.pagenow.presence.config.Settings;
import io.pagenow.presence.conversation.Conversation;
import io.pagenow.presence.delivery.RecordingConnection;
import io.pagenow.presence.model.UserId;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * A node without a server: everything is real except the WebSockets, whose sends complete at once.
 */
public final class TestNode extends NodeBeans implements AutoCloseable {

  private final TestClients clients;

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
    super(database, settings);
    clients = new TestClients(parts, settings);
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
    return clients.connect(user);
  }

  /** Opens a version 2 connection like the filter and the endpoint do. */
  public RecordingConnection connectV2(UserId user) {
    return connectV2(user, Optional.empty());
  }

  /** Like {@link #connectV2(UserId)}, for a client that resumes. */
  public RecordingConnection connectV2(UserId user, Optional<String> since) {
    return clients.connectV2(user, since);
  }

  /** Returns the conversation of a connection. Its tokens have the form {@code <user> <millis>}. */
  public Conversation conversation(RecordingConnection connection) {
    return clients.conversation(connection);
  }

  /** Records a connection for each of many users, some hundred at a time, as a call may wait. */
  public void recordConnections(int users) {
    clients.record(users);
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

  @Override
  public void close() {
    parts.close();
  }
}
