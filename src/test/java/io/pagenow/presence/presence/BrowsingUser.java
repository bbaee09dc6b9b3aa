package io.pagenow.presence.presence;

import io.pagenow.presence.delivery.Connection;
import io.pagenow.presence.delivery.Disconnect;
import io.pagenow.presence.delivery.HeldFriends;
import io.pagenow.presence.delivery.WaitingTexts;
import io.pagenow.presence.model.ConnectionId;
import io.pagenow.presence.model.ProtocolVersion;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.protocol.page.Pages;
import io.pagenow.presence.testing.TestNode;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One user with one connection, whose sends complete at once. Opens numbered pages, and checks that
 * the events about each friend arrive once and in order.
 */
final class BrowsingUser implements Connection {

  /** What the connections of all users received. */
  static final class Counts {
    final AtomicLong deliveries = new AtomicLong();
    final AtomicLong duplicates = new AtomicLong();
    final AtomicLong outOfOrder = new AtomicLong();
    final AtomicLong offline = new AtomicLong();
  }

  private static final String URL = "https://example.com/";

  private final int index;
  private final UserId user;
  private final TestNode node;
  private final ConnectionId id;
  private final Counts counts;
  private final IntConsumer delivered;
  private final Map<Integer, Long> received = new HashMap<>();
  private final AtomicLong number = new AtomicLong();
  private volatile @Nullable Disconnect closed;

  /**
   * Creates a user who is not connected yet.
   *
   * @param delivered called with the index of the user whose page was delivered to this one
   */
  BrowsingUser(int index, TestNode node, Counts counts, IntConsumer delivered) {
    this.index = index;
    this.user = new UserId("user" + index);
    this.node = node;
    this.id = node.hub().nextId();
    this.counts = counts;
    this.delivered = delivered;
  }

  void connect() {
    node.node().prepare(user);
    node.node().add(this);
    node.presence().open(this);
  }

  int index() {
    return index;
  }

  TestNode node() {
    return node;
  }

  /** Returns the number of the page that the user opened last. */
  long number() {
    return number.get();
  }

  /** Returns the number of the latest page that arrived, for the index of each user. */
  Map<Integer, Long> received() {
    return received;
  }

  @Nullable Disconnect closed() {
    return closed;
  }

  CompletableFuture<Void> openNextPage() {
    long next = number.incrementAndGet();
    return node.presence()
        .update(this, Pages.of(URL + index + "/" + next, ""))
        .toCompletableFuture()
        .handle((version, unavailable) -> null);
  }

  @Override
  public ProtocolVersion protocol() {
    return ProtocolVersion.V1;
  }

  @Override
  public void renew(Instant end) {}

  @Override
  public HeldFriends friends() {
    return new HeldFriends();
  }

  @Override
  public Instant endsAt() {
    return Instant.MAX;
  }

  @Override
  public void send(WaitingTexts texts, Consumer<@Nullable Throwable> done) {
    for (String text = texts.next(); text != null; text = texts.next()) {
      receive(text);
    }
    done.accept(null);
  }

  private synchronized void receive(String text) {
    int url = text.indexOf(URL);
    if (url < 0) {
      counts.offline.incrementAndGet();
      return;
    }
    int slash = text.indexOf('/', url + URL.length());
    int about = Integer.parseInt(text.substring(url + URL.length(), slash));
    long page = Long.parseLong(text.substring(slash + 1, text.indexOf('"', slash)));
    Long before = received.put(about, page);
    counts.deliveries.incrementAndGet();
    delivered.accept(about);
    if (before != null && before == page) {
      counts.duplicates.incrementAndGet();
    } else if (before != null && before > page) {
      counts.outOfOrder.incrementAndGet();
    }
  }

  @Override
  public ConnectionId id() {
    return id;
  }

  @Override
  public UserId user() {
    return user;
  }

  @Override
  public void ping() {}

  @Override
  public long silentNanos() {
    return 0;
  }

  @Override
  public void close(Disconnect reason, String words) {
    closed = reason;
  }
}
