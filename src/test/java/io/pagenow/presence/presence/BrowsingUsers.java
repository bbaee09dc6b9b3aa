package io.pagenow.presence.presence;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import io.pagenow.presence.testing.People;
import io.pagenow.presence.testing.TestNode;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;

/**
 * Simulated users on several nodes that open one page after another. The events that each
 * connection receives are checked: pages are numbered, so that lost, duplicate and reordered events
 * are found.
 */
public final class BrowsingUsers {

  private static final int RECOVERY_SECONDS = 8;
  private static final int DELIVERY_SECONDS = 10;

  private final List<TestNode> nodes;
  private final List<BrowsingUser> members = new ArrayList<>();
  private final List<Semaphore> undelivered = new ArrayList<>();
  private final BrowsingUser.Counts counts = new BrowsingUser.Counts();
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
      members.add(new BrowsingUser(i, nodes.get(i % nodes.size()), counts, this::delivered));
      undelivered.add(new Semaphore(deliveriesAStep()));
    }
    people.addAll(members.stream().map(BrowsingUser::user).toList());
    for (int i = 1; i <= friends / 2; i++) {
      int distance = i * 7;
      people.befriendAll(
          members.stream().map(BrowsingUser::user).toList(),
          members.stream()
              .map(one -> members.get((one.index() + distance) % users).user())
              .toList());
    }
    members.forEach(BrowsingUser::connect);
    members.forEach(
        member -> member.node().store().connectionsOf(member.user()).toCompletableFuture().join());
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
    BrowsingUser member = members.get(random.nextInt(members.size()));
    Semaphore outstanding = undelivered.get(member.index());
    if (!outstanding.tryAcquire(deliveriesAStep(), DELIVERY_SECONDS, SECONDS)) {
      fail("User " + member.index() + "'s page was not delivered to all friends");
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
    assertEquals(0, counts.duplicates.get(), "duplicates");
    assertEquals(0, counts.outOfOrder.get(), "out of order");
    assertEquals(0, counts.offline.get(), "offline events");
    members.forEach(member -> assertEquals(null, member.closed(), "the connection stays open"));
  }

  public long deliveries() {
    return counts.deliveries.get();
  }

  /** Returns the deliveries of one step: to the user and to all friends. */
  public int deliveriesAStep() {
    return friends + 1;
  }

  private void delivered(int about) {
    undelivered.get(about).release();
  }

  private long missingEvents() {
    return members.stream()
        .mapToLong(
            member ->
                member.received().entrySet().stream()
                    .filter(
                        received -> received.getValue() != members.get(received.getKey()).number())
                    .count())
        .sum();
  }
}
