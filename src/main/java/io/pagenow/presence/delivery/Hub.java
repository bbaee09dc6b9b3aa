package io.pagenow.presence.delivery;

import io.pagenow.presence.model.ConnectionId;
import io.pagenow.presence.model.NodeId;
import io.pagenow.presence.model.UserId;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * This node's open connections by user, and the way to them. Safe for use by many threads; nothing
 * here waits for the network.
 */
@Singleton
public final class Hub {

  private final NodeId node = NodeId.random();
  private final AtomicLong serial = new AtomicLong();
  private final Map<UserId, List<Outbox>> outboxes = new ConcurrentHashMap<>();
  private final LatestVersions versions = new LatestVersions();

  public NodeId node() {
    return node;
  }

  /** An id for a connection that opens on this node. */
  public ConnectionId nextId() {
    return new ConnectionId(node, serial.incrementAndGet());
  }

  /** From now on the connection gets what is for its user. */
  public void add(Connection connection) {
    Outbox outbox = new Outbox(connection);
    outboxes.merge(connection.user(), List.of(outbox), Hub::join);
  }

  /** Forgets the connection. Whether it was still here. */
  public boolean remove(Connection connection) {
    int[] removed = {0};
    outboxes.computeIfPresent(
        connection.user(),
        (user, all) -> {
          List<Outbox> rest =
              all.stream().filter(outbox -> outbox.connection() != connection).toList();
          removed[0] = all.size() - rest.size();
          return rest.isEmpty() ? null : rest;
        });
    return removed[0] > 0;
  }

  /** The connections of this node: a copy. */
  public List<Connection> connections() {
    return outboxes.values().stream().flatMap(List::stream).map(Outbox::connection).toList();
  }

  /** The users with a connection on this node: a view, not a copy. */
  public Set<UserId> users() {
    return outboxes.keySet();
  }

  public boolean isConnected(UserId user) {
    return outboxes.containsKey(user);
  }

  /** How many connections are open on this node. */
  public int size() {
    return outboxes.values().stream().mapToInt(List::size).sum();
  }

  /**
   * Sends a message to every connection of its user and of the friends, as far as they are
   * connected here, unless a newer one about the same user went this way before.
   *
   * @param friends asked for while no other message about the user is delivered, so that a
   *     friendship that {@linkplain #tell ended} before gets nothing
   */
  public void deliver(Message message, Supplier<? extends Collection<UserId>> friends) {
    versions.ifNewer(
        message,
        () -> {
          offer(message.about(), message);
          for (UserId friend : friends.get()) {
            offer(friend, message);
          }
        });
  }

  /**
   * Sends the last message about a user once more, to one friend who missed it, unless a newer one
   * went this way meanwhile.
   *
   * @param mayKnow asked while no other message about the user is delivered
   */
  public void introduce(UserId friend, Message message, BooleanSupplier mayKnow) {
    versions.ifNotOlder(
        message,
        () -> {
          if (mayKnow.getAsBoolean()) {
            offer(friend, message);
          }
        });
  }

  /**
   * Sends a message to every connection of one user, who alone is to know it, whatever its version.
   */
  public void tell(UserId user, Message message) {
    versions.exclusively(
        message.about(), () -> outboxesOf(user).forEach(outbox -> outbox.replace(message)));
  }

  /** Answers one connection. */
  public void reply(Connection connection, String text) {
    for (Outbox outbox : outboxesOf(connection.user())) {
      if (outbox.connection() == connection) {
        outbox.reply(text);
      }
    }
  }

  /** Closes the user's connection with the id, where it is on this node. */
  public void close(UserId user, ConnectionId id, Disconnect reason) {
    for (Outbox outbox : outboxesOf(user)) {
      if (outbox.connection().id().equals(id)) {
        outbox.connection().close(reason);
      }
    }
  }

  /**
   * Looks after one part of the peers. To ping thousands at once would hold up what is to be sent
   * to them.
   *
   * @param quietNanos a peer that has said nothing for so long is pinged, while nothing is in
   *     flight to it
   * @param patienceNanos the connection of one that has said nothing for so long, or has not read
   *     what is in flight, is closed
   * @param part which of the parts, from 0
   */
  public void probe(long quietNanos, long patienceNanos, long part, long parts) {
    for (List<Outbox> all : outboxes.values()) {
      for (Outbox outbox : all) {
        if (outbox.connection().id().serial() % parts == part) {
          outbox.probe(quietNanos, patienceNanos);
        }
      }
    }
  }

  /** The version of the last message about a user where it showed them online, else 0. */
  public long shown(UserId user) {
    return versions.shown(user);
  }

  /** Forgets which messages went this way, but for those about the users that are asked for. */
  public void forgetOthers(Predicate<UserId> users) {
    versions.retain(users);
  }

  private void offer(UserId recipient, Message message) {
    for (Outbox outbox : outboxesOf(recipient)) {
      outbox.offer(message);
    }
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
