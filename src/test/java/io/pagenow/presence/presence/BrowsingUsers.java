package io.pagenow.presence.presence;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import io.pagenow.presence.delivery.Connection;
import io.pagenow.presence.delivery.Disconnect;
import io.pagenow.presence.delivery.WaitingTexts;
import io.pagenow.presence.model.ConnectionId;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.protocol.page.Pages;
import io.pagenow.presence.testing.People;
import io.pagenow.presence.testing.TestNode;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Simulated users on several nodes that open one page after another. The events that each
 * connection receives are checked: pages are numbered, so that lost, duplicate and reordered events
 * are found.
 */
public final class BrowsingUsers {

  private static final String URL = "https://example.com/";

  private static final int RECOVERY_SECONDS = 8;
  private static final int DELIVERY_SECONDS = 10;

  private final List<TestNode> nodes;
  private final List<Member> members = new ArrayList<>();
  private final AtomicLong deliveries = new AtomicLong();
  private final AtomicLong duplicates = new AtomicLong();
  private final AtomicLong outOfOrder = new AtomicLong();
  private final AtomicLong offline = new AtomicLong();
  private final int friends;

  /**
   * Connects users, spread evenly over the nodes.
   *
   * @param friends the number of friends of each user: an even number
   */
  public BrowsingUsers(List<TestNode> nodes, People people, int users, int friends)
      throws SQLException {
    this.nodes = nodes;
    this.friends = friends;
    for (int i = 0; i < users; i++) {
      members.add(new Member(i, nodes.get(i % nodes.size())));
    }
    people.addAll(members.stream().map(Member::user).toList());
    for (int i = 1; i <= friends / 2; i++) {
      int distance = i * 7;
      people.befriendAll(
          members.stream().map(Member::user).toList(),
          members.stream().map(one -> members.get((one.index + distance) % users).user()).toList());
    }
    for (Member member : members) {
      member.node.node().prepare(member.user());
      member.node.node().add(member);
      member.node.presence().open(member);
    }
    members.forEach(
        member -> member.node.store().connectionsOf(member.user()).toCompletableFuture().join());
    // A new node recovers missed events once. Wait for that before deliveries are counted.
    for (int second = 0; second < RECOVERY_SECONDS; second++) {
      housekeep();
    }
  }

  /** Updates the page of a random user, without waiting for earlier deliveries. */
  public CompletableFuture<Void> step(Random random) {
    return members.get(random.nextInt(members.size())).openNextPage();
  }

  /**
   * Updates the page of a random user, after the previous page of that user was delivered to all.
   * An undelivered event would be replaced by the next one and could not be counted.
   */
  public void stepInTurn(Random random) throws InterruptedException {
    Member member = members.get(random.nextInt(members.size()));
    if (!member.undelivered.tryAcquire(deliveriesAStep(), DELIVERY_SECONDS, SECONDS)) {
      fail("User " + member.index + "'s page was not delivered to all friends");
    }
    var unused = member.openNextPage();
  }

  /** Runs the periodic tasks of each node: retries pending writes and renews the lease. */
  public void housekeep() {
    nodes.forEach(
        node -> {
          node.presence().retryPendingWrites();
          try {
            node.renewLease();
          } catch (RuntimeException e) {
            // The store is unavailable. The next round retries.
          }
          node.advance(Duration.ofSeconds(1));
        });
  }

  /** Waits until every connection has received the latest page of every friend. */
  public void awaitLatest(Duration patience) {
    await()
        .atMost(patience)
        .pollInterval(Duration.ofMillis(500))
        .untilAsserted(
            () -> {
              housekeep();
              assertEquals(0, missingEvents(), "latest pages that a friend did not receive");
            });
  }

  /**
   * Asserts that no event was duplicated or out of order, that no user went offline, and that all
   * connections are open.
   */
  public void assertNoFaults() {
    assertEquals(0, duplicates.get(), "duplicates");
    assertEquals(0, outOfOrder.get(), "out of order");
    assertEquals(0, offline.get(), "offline events");
    members.forEach(member -> assertEquals(null, member.closed, "the connection stays open"));
  }

  public long deliveries() {
    return deliveries.get();
  }

  /** Returns the deliveries of one step: to the user and to all friends. */
  public int deliveriesAStep() {
    return friends + 1;
  }

  private long missingEvents() {
    return members.stream()
        .mapToLong(
            member ->
                member.received.entrySet().stream()
                    .filter(
                        received ->
                            received.getValue() != members.get(received.getKey()).number.get())
                    .count())
        .sum();
  }

  /** One user with one connection, whose sends complete at once. */
  private final class Member implements Connection {
    private final int index;
    private final UserId user;
    private final TestNode node;
    private final ConnectionId id;
    private final Map<Integer, Long> received = new HashMap<>();
    private final AtomicLong number = new AtomicLong();
    private final Semaphore undelivered = new Semaphore(friends + 1);
    private volatile @Nullable Disconnect closed;

    private Member(int index, TestNode node) {
      this.index = index;
      this.user = new UserId("user" + index);
      this.node = node;
      this.id = node.hub().nextId();
    }

    private CompletableFuture<Void> openNextPage() {
      long next = number.incrementAndGet();
      return node.presence()
          .update(this, Pages.of(URL + index + "/" + next, ""))
          .toCompletableFuture()
          .exceptionally(unavailable -> null);
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
        offline.incrementAndGet();
        return;
      }
      int slash = text.indexOf('/', url + URL.length());
      int about = Integer.parseInt(text.substring(url + URL.length(), slash));
      long page = Long.parseLong(text.substring(slash + 1, text.indexOf('"', slash)));
      Long before = received.put(about, page);
      deliveries.incrementAndGet();
      members.get(about).undelivered.release();
      if (before != null && before == page) {
        duplicates.incrementAndGet();
      } else if (before != null && before > page) {
        outOfOrder.incrementAndGet();
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
}
