package io.pagenow.presence.bench;

import static org.awaitility.Awaitility.await;

import io.netty.channel.EventLoopGroup;
import io.pagenow.presence.local.Build;
import io.pagenow.presence.local.Jcmd;
import io.pagenow.presence.testing.EventLoops;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Compares both versions of the protocol on one WildFly node: CPU of a delivery, memory of an idle
 * connection, and the bytes with which a version 2 client resumes. {@code docs/benchmark.md} has
 * the command.
 */
public final class VersionsBenchmark implements AutoCloseable {

  /** A strong reference: without one, the logger can be garbage-collected and loses its level. */
  private static final Logger ROOT_LOGGER = Logger.getLogger("");

  private static final int USERS = Integer.getInteger("bench.users", 1_000);
  private static final int FRIENDS = Integer.getInteger("bench.friends", 50);
  private static final int RATE = Integer.getInteger("bench.reference", 10_000);
  private static final int ROUNDS = Integer.getInteger("bench.rounds", 2);
  private static final Duration STEP = Duration.ofSeconds(Integer.getInteger("bench.step", 15));

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /** Longer than the five seconds after which a value counts with which a client resumes. */
  private static final Duration SETTLING = Duration.ofSeconds(8);

  private final Graph graph = Graph.random(USERS, FRIENDS, 1);
  private final ServerInstallation installation;
  private final EventLoopGroup loops = EventLoops.start(1);
  private final LongAdder deliveries = new LongAdder();
  private long sequence;

  private VersionsBenchmark() throws Exception {
    installation =
        ServerInstallation.application(
            "wildfly",
            1,
            graph,
            Build.war(),
            Path.of("target", "bench", "versions").toAbsolutePath());
  }

  /** Prints the figures. */
  public static void main(String[] args) throws Exception {
    ROOT_LOGGER.setLevel(Level.WARNING);
    try (VersionsBenchmark benchmark = new VersionsBenchmark()) {
      for (int version = 1; version <= 2; version++) {
        System.out.println("warm-up of version " + version);
        benchmark.measure(version);
      }
      for (int round = 0; round < ROUNDS; round++) {
        for (int version = 1; version <= 2; version++) {
          System.out.println("version " + version + ": " + benchmark.measure(version));
        }
      }
      benchmark.resume();
    }
  }

  /** Measures the connections of all users in a version, idle and with updates. */
  private String measure(int version) throws IOException {
    long emptyHeap = liveBytes();
    List<VersionsClient> clients = new ArrayList<>();
    for (int user = 0; user < USERS; user++) {
      clients.add(open(version, user, Optional.empty()));
      if (user % 50 == 49) {
        clients.subList(user - 49, user + 1).forEach(VersionsClient::awaitReady);
      }
    }
    clients.forEach(VersionsClient::awaitReady);
    awaitRecorded(USERS);
    long heap = (liveBytes() - emptyHeap) / USERS;
    send(clients, STEP.dividedBy(3));
    long before = deliveries.sum();
    Usage.Reading start = installation.usage().read();
    long updates = send(clients, STEP);
    Usage.Spent spent = installation.usage().read().since(start);
    long delivered = deliveries.sum() - before;
    clients.forEach(VersionsClient::close);
    awaitRecorded(0);
    pause(SETTLING.multipliedBy(2)); // The node also drops the friend lists.
    return "%d updates, %d deliveries, %.1f CPU s per million (others: %.1f s), %d bytes of heap"
        .formatted(
            updates,
            delivered,
            spent.ofSystem() * 1e6 / delivered,
            spent.seconds().get(Usage.OTHERS),
            heap);
  }

  /** Measures the bytes of the state for a client of which some friends have changed. */
  private void resume() {
    List<VersionsClient> friends = new ArrayList<>();
    for (int friend : graph.friendsOf(0)) {
      friends.add(open(2, friend, Optional.empty()));
      friends.get(friends.size() - 1).awaitReady();
    }
    friends.forEach(friend -> friend.update(sequence++));
    for (int changed = 0; changed <= FRIENDS; changed = changed == 0 ? 1 : 2 * changed) {
      pause(SETTLING);
      VersionsClient client = open(2, 0, Optional.empty());
      client.awaitReady();
      client.heartbeat();
      long full = client.stateBytes();
      await().atMost(PATIENCE).until(() -> client.since().isPresent());
      client.close();
      friends.subList(0, changed).forEach(friend -> friend.update(sequence++));
      pause(Duration.ofSeconds(1));
      VersionsClient back = open(2, 0, client.since());
      back.awaitReady();
      System.out.printf(
          "%d of %d friends changed: %d bytes with since, %d without%n",
          changed, FRIENDS, back.stateBytes(), full);
      back.close();
    }
  }

  private VersionsClient open(int version, int user, Optional<String> since) {
    URI application = URI.create("http://127.0.0.1:" + installation.port(user) + "/presence-api/");
    return new VersionsClient(
        version, loops.next(), application, installation.token(user), since, deliveries);
  }

  /** Sends updates at the reference rate, and returns how many. */
  private long send(List<VersionsClient> clients, Duration time) {
    long interval = 1_000_000_000L * (FRIENDS + 1) / RATE;
    long start = System.nanoTime();
    long sent = 0;
    while (System.nanoTime() - start < time.toNanos()) {
      clients.get((int) (sequence++ % USERS)).update(sequence);
      sent++;
      LockSupport.parkNanos(start + sent * interval - System.nanoTime());
    }
    pause(Duration.ofSeconds(1)); // The last deliveries.
    return sent;
  }

  private long liveBytes() throws IOException {
    return Jcmd.liveBytes(installation.servers().get(0));
  }

  private void awaitRecorded(long connections) {
    await().atMost(PATIENCE).until(() -> installation.recorded() == connections);
  }

  private static void pause(Duration time) {
    LockSupport.parkNanos(time.toNanos());
  }

  @Override
  public void close() {
    installation.close();
    loops.shutdownGracefully().syncUninterruptibly();
  }
}
