package io.pagenow.presence.presence;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import io.pagenow.presence.delivery.Connection;
import io.pagenow.presence.delivery.Disconnect;
import io.pagenow.presence.model.ConnectionId;
import io.pagenow.presence.model.Page;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.testing.People;
import io.pagenow.presence.testing.TestNode;
import java.sql.SQLException;
import java.time.Duration;
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
 * Users on several nodes who go from page to page, and what each of them is told of their friends:
 * every page has a number, so that what is lost, told twice or out of order shows.
 */
public final class Travellers {

  private static final String URL = "https://example.com/";

  private static final int SECONDS_TO_SETTLE = 8;
  private static final int SECONDS_TO_BE_TOLD = 10;

  private final List<TestNode> nodes;
  private final List<Member> members = new ArrayList<>();
  private final AtomicLong deliveries = new AtomicLong();
  private final AtomicLong duplicates = new AtomicLong();
  private final AtomicLong outOfOrder = new AtomicLong();
  private final AtomicLong offline = new AtomicLong();
  private final int friends;

  /**
   * Connects users, the same number to each node.
   *
   * @param friends how many each has: an even number
   */
  public Travellers(List<TestNode> nodes, People people, int users, int friends)
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
    // A new node looks once at what it missed: now, and not while deliveries are counted.
    for (int second = 0; second < SECONDS_TO_SETTLE; second++) {
      housekeep();
    }
  }

  /** Has a user, chosen at random, go to their next page, whoever knows of the one before. */
  public CompletableFuture<Void> step(Random random) {
    return members.get(random.nextInt(members.size())).goOn();
  }

  /**
   * Has a user, chosen at random, go to their next page, when all were told of the one before: one
   * that waits to be told would be replaced by the next.
   */
  public void stepInTurn(Random random) throws InterruptedException {
    Member member = members.get(random.nextInt(members.size()));
    if (!member.toBeTold.tryAcquire(deliveriesAStep(), SECONDS_TO_BE_TOLD, SECONDS)) {
      fail("User " + member.index + "'s page was not told to all");
    }
    var unused = member.goOn();
  }

  /** Does what each node does every second or so. */
  public void housekeep() {
    nodes.forEach(
        node -> {
          node.presence().retryPendingWrites();
          try {
            node.renewLease();
          } catch (RuntimeException e) {
            // No store: the next round goes on.
          }
          node.advance(Duration.ofSeconds(1));
        });
  }

  /** Waits until everybody is told of everybody's last page. */
  public void awaitLatest(Duration patience) {
    await()
        .atMost(patience)
        .pollInterval(Duration.ofMillis(500))
        .untilAsserted(
            () -> {
              housekeep();
              assertEquals(0, lies(), "friends who were not told the latest");
            });
  }

  /** Everybody was told everything once and in order, as far as it was recorded. */
  public void assertFaultless() {
    assertEquals(0, duplicates.get(), "duplicates");
    assertEquals(0, outOfOrder.get(), "out of order");
    assertEquals(0, offline.get(), "told offline");
    members.forEach(member -> assertEquals(null, member.closed, "the socket stays"));
  }

  public long deliveries() {
    return deliveries.get();
  }

  /** Of one step: to the user and to their friends. */
  public int deliveriesAStep() {
    return friends + 1;
  }

  private long lies() {
    return members.stream()
        .mapToLong(
            member ->
                member.told.entrySet().stream()
                    .filter(told -> told.getValue() != members.get(told.getKey()).number.get())
                    .count())
        .sum();
  }

  /** One user with one connection, which sends at once. */
  private final class Member implements Connection {
    private final int index;
    private final UserId user;
    private final TestNode node;
    private final ConnectionId id;
    private final Map<Integer, Long> told = new HashMap<>();
    private final AtomicLong number = new AtomicLong();
    private final Semaphore toBeTold = new Semaphore(friends + 1);
    private volatile @Nullable Disconnect closed;

    private Member(int index, TestNode node) {
      this.index = index;
      this.user = new UserId("user" + index);
      this.node = node;
      this.id = node.hub().nextId();
    }

    private CompletableFuture<Void> goOn() {
      long next = number.incrementAndGet();
      return node.presence()
          .update(this, new Page(URL + index + "/" + next, ""))
          .toCompletableFuture()
          .exceptionally(unavailable -> null);
    }

    @Override
    public void send(String text, Consumer<@Nullable Throwable> done) {
      receive(text);
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
      Long before = told.put(about, page);
      deliveries.incrementAndGet();
      members.get(about).toBeTold.release();
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
