package io.pagenow.presence.delivery;

import io.pagenow.presence.metrics.DeliveryMeters;
import io.pagenow.presence.model.ConnectionId;
import io.pagenow.presence.model.NodeId;
import io.pagenow.presence.model.UserId;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The open connections of this node by user, with an outbox for each. Thread-safe. No method waits
 * for the network.
 */
@Singleton
public final class Hub {

  private final NodeId node = NodeId.random();
  private final AtomicLong serial = new AtomicLong();
  private final Map<UserId, List<Outbox>> outboxes = new ConcurrentHashMap<>();
  private final DeliveryMeters meters;

  // What the current series of probes has not checked. Guarded by this.
  private Iterator<List<Outbox>> unprobed = List.<List<Outbox>>of().iterator();

  @Inject
  public Hub(DeliveryMeters meters) {
    this.meters = meters;
  }

  /** Creates a hub without meters, for tests. */
  public Hub() {
    this(DeliveryMeters.none());
  }

  public NodeId node() {
    return node;
  }

  /** Returns a new id for a connection that opens on this node. */
  public ConnectionId nextId() {
    return new ConnectionId(node, serial.incrementAndGet());
  }

  /** Adds a connection, which gets the messages for its user from now on. */
  public void add(Connection connection) {
    Outbox outbox = new Outbox(connection, meters);
    outboxes.merge(connection.user(), List.of(outbox), Hub::join);
  }

  /** Removes a connection. Returns whether it was registered. */
  public boolean remove(Connection connection) {
    List<Outbox> removed = new ArrayList<>();
    outboxes.computeIfPresent(
        connection.user(),
        (user, all) -> {
          List<Outbox> rest = new ArrayList<>();
          all.forEach(box -> (box.connection() == connection ? removed : rest).add(box));
          return rest.isEmpty() ? null : List.copyOf(rest);
        });
    removed.forEach(Outbox::discard);
    return !removed.isEmpty();
  }

  /** Returns a copy of the list of all connections of this node. */
  public List<Connection> connections() {
    return outboxes.values().stream().flatMap(List::stream).map(Outbox::connection).toList();
  }

  /** Returns the connections of a user on this node. */
  public List<Connection> connectionsOf(UserId user) {
    return outboxesOf(user).stream().map(Outbox::connection).toList();
  }

  /** Returns a live view of the users with a connection on this node. */
  public Set<UserId> users() {
    return outboxes.keySet();
  }

  public boolean isConnected(UserId user) {
    return outboxes.containsKey(user);
  }

  /** Returns the number of open connections of this node. */
  public int size() {
    return outboxes.values().stream().mapToInt(List::size).sum();
  }

  /**
   * Sends a reply to one connection. Replies pass messages that wait.
   *
   * @param behind the reply if messages wait that the client has not received yet
   */
  public void reply(Connection connection, String text, String behind) {
    outboxOf(connection).ifPresent(outbox -> outbox.reply(text, behind));
  }

  /**
   * Sends the first messages of a version 2 connection, which gets nothing before them. Then sends
   * the messages that waited.
   */
  public void open(Connection connection, Opening opening) {
    outboxOf(connection).ifPresentOrElse(outbox -> outbox.open(opening), opening::close);
  }

  private Optional<Outbox> outboxOf(Connection connection) {
    return outboxesOf(connection.user()).stream()
        .filter(outbox -> outbox.connection() == connection)
        .findFirst();
  }

  /** Closes the connection of the user with the id, if it is on this node. */
  public void close(UserId user, ConnectionId id, Disconnect reason) {
    for (Outbox outbox : outboxesOf(user)) {
      if (outbox.connection().id().equals(id)) {
        outbox.connection().close(reason);
      }
    }
  }

  /** Closes all connections of the user on this node. */
  public void closeAll(UserId user, Disconnect reason) {
    outboxesOf(user).forEach(outbox -> outbox.connection().close(reason));
  }

  /**
   * Checks one part of the connections. Pinging thousands of clients at once would delay their
   * messages. A part begins after the end of the one before: visiting all connections for each part
   * would take a tenth of the CPU of an idle node. The first part of a series also checks what the
   * series before has left.
   *
   * @param quietNanos the silence after which a client gets a ping, unless a message is being sent
   * @param patienceNanos the silence after which a connection is closed. It is also closed if a
   *     message has not been read for this time.
   * @param part the part to check, counted from 0
   * @param parts the number of parts
   */
  public synchronized void probe(long quietNanos, long patienceNanos, long part, long parts) {
    if (part == 0) {
      probeNext(Long.MAX_VALUE, quietNanos, patienceNanos);
      unprobed = outboxes.values().iterator();
    }
    probeNext(outboxes.size() / parts + 1, quietNanos, patienceNanos);
  }

  private void probeNext(long users, long quietNanos, long patienceNanos) {
    for (long i = 0; i < users && unprobed.hasNext(); i++) {
      unprobed.next().forEach(outbox -> outbox.probe(quietNanos, patienceNanos));
    }
  }

  /**
   * Closes connections whose tokens have ended. Their clients reconnect at once, so a call closes a
   * limited number.
   *
   * @param most the maximum number of connections to close
   */
  public void closeEnded(Instant now, int most) {
    outboxes.values().stream()
        .flatMap(List::stream)
        .map(Outbox::connection)
        .filter(connection -> !connection.endsAt().isAfter(now))
        .limit(most)
        .forEach(connection -> connection.close(Disconnect.TOKEN_EXPIRED));
  }

  /**
   * Puts a message into the outboxes of a user whose protocol version it is for, as {@link
   * Outbox#offer} does.
   */
  public void offer(UserId recipient, Message message, List<Outbox> ready) {
    for (Outbox outbox : outboxesOf(recipient)) {
      if (message.isFor(outbox.connection().protocol())) {
        outbox.offer(message, ready);
      }
    }
  }

  public DeliveryMeters meters() {
    return meters;
  }

  private List<Outbox> outboxesOf(UserId user) {
    return outboxes.getOrDefault(user, List.of());
  }

  private static List<Outbox> join(List<Outbox> some, List<Outbox> more) {
    List<Outbox> all = new ArrayList<>(some);
    all.addAll(more);
    return List.copyOf(all);
  }
}
