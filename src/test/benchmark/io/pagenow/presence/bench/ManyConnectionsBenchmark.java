package io.pagenow.presence.bench;

import static org.awaitility.Awaitility.await;

import io.pagenow.presence.local.Build;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Measures many connections over several nodes: memory, CPU when idle, and the replacement of a
 * node while updates continue. {@code docs/benchmark.md} has the command.
 */
public final class ManyConnectionsBenchmark implements AutoCloseable {

  /** A strong reference: without one, the logger can be garbage-collected and loses its level. */
  private static final Logger ROOT_LOGGER = Logger.getLogger("");

  private static final int USERS = Integer.getInteger("bench.users", 100_000);
  private static final int FRIENDS = Integer.getInteger("bench.friends", 20);
  private static final int NODES = Integer.getInteger("bench.nodes", 6);
  private static final int RATE = Integer.getInteger("bench.reference", 4_000);
  private static final Duration STEP = Duration.ofSeconds(Integer.getInteger("bench.step", 60));
  private static final int AT_ONCE = Integer.getInteger("bench.connecting", 64);

  /** Below the 20,000 file descriptors that a process often has at most. */
  private static final int USERS_OF_A_PROCESS = 18_000;

  private static final int REPLACED = 0;
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Duration PATIENCE_WITH_RETURNS = Duration.ofMinutes(20);
  private static final Duration SETTLING = Duration.ofSeconds(10);
  private static final Duration RAMP = Duration.ofSeconds(10);

  private final ManyConnectionsReport report;
  private final ServerInstallation installation;
  private final GeneratorProcesses generators;

  private ManyConnectionsBenchmark() throws Exception {
    Path directory = Path.of("target", "bench").toAbsolutePath();
    report =
        new ManyConnectionsReport(directory.resolve("many-connections.md"), USERS, FRIENDS, NODES);
    installation =
        ServerInstallation.application(
            "wildfly",
            NODES,
            Graph.random(USERS, FRIENDS, 1),
            Build.war(),
            directory.resolve("many-connections"));
    generators = new GeneratorProcesses(directory.resolve("many-connections"));
  }

  /** Prints the figures and writes them to {@code target/bench/many-connections.md}. */
  public static void main(String[] args) throws Exception {
    ROOT_LOGGER.setLevel(Level.WARNING);
    try (ManyConnectionsBenchmark benchmark = new ManyConnectionsBenchmark()) {
      benchmark.startGenerators();
      benchmark.connect();
      benchmark.stayIdle();
      benchmark.update();
      benchmark.replaceNode();
      benchmark.check();
    }
  }

  private void startGenerators() throws Exception {
    int processes = (USERS + USERS_OF_A_PROCESS - 1) / USERS_OF_A_PROCESS;
    long epoch = System.nanoTime();
    List<RemoteGenerator.Setup> setups = new ArrayList<>();
    for (int process = 0; process < processes; process++) {
      int first = (int) ((long) USERS * process / processes);
      int end = (int) ((long) USERS * (process + 1) / processes);
      setups.add(
          new RemoteGenerator.Setup(
              USERS,
              FRIENDS,
              first,
              IntStream.range(first, end).mapToObj(installation::token).toList(),
              installation.ports(),
              epoch,
              Math.max(1, AT_ONCE / processes)));
    }
    generators.start(setups);
  }

  private void connect() throws IOException {
    Memory fresh = Memory.read(installation);
    long freshHeap = ResidentHeap.bytes(installation.servers());
    Usage usage = installation.usage().withGenerators(generators.processes());
    Usage.Reading before = usage.read();
    long start = System.nanoTime();
    int refused = generators.sum(RemoteGenerator::connect);
    await("record of all connections")
        .atMost(PATIENCE)
        .until(() -> installation.recorded() == USERS);
    report.connected(seconds(start), refused, usage.read().since(before));
    pause(SETTLING);
    report.memory(fresh, Memory.read(installation));
    report.residentHeap(freshHeap, ResidentHeap.bytes(installation.servers()));
  }

  private void stayIdle() {
    pause(SETTLING);
    report.cpu("idle, with a heartbeat a minute on each connection", measure(STEP));
  }

  private void update() {
    generators.order(one -> one.send(RATE / (FRIENDS + 1.0) / generators.size()));
    pause(RAMP);
    generators.takeLatencies();
    report.cpu("%,d deliveries/s".formatted(RATE), measure(STEP));
    report.latency("updates", generators.takeLatencies());
  }

  /** Returns the CPU that is used within a time, as cores. */
  private Usage.Spent measure(Duration time) {
    Usage usage = installation.usage().withGenerators(generators.processes());
    Usage.Reading before = usage.read();
    long start = System.nanoTime();
    pause(time);
    return usage.read().since(before).times(1 / seconds(start));
  }

  /** Replaces a node as a rolling update does: another one starts before this one stops. */
  private void replaceNode() throws Exception {
    long start = System.nanoTime();
    int port = installation.addNode();
    report.say("another node was ready after %.1f s", seconds(start));
    report.latency("updates meanwhile", generators.takeLatencies());
    generators.order(one -> one.addNode(port));
    generators.order(one -> one.withdraw(REPLACED));
    long stop = System.nanoTime();
    FutureTask<Double> stopped =
        new FutureTask<>(
            () -> {
              installation.stop(REPLACED);
              return seconds(stop);
            });
    new Thread(stopped).start();
    await("end of connections").atMost(PATIENCE).until(() -> generators.open() < USERS);
    awaitReturns(stop);
    double back = seconds(stop);
    report.say("the node stopped in %.1f s; its clients were back in %.1f s", stopped.get(), back);
    report.latency("updates of the other users meanwhile", generators.takeLatencies());
    pause(RAMP);
    report.latency("updates of the other users afterwards", generators.takeLatencies());
  }

  /** Waits until all connections are open again. Says every minute how many are. */
  private void awaitReturns(long since) {
    for (int minute = 1; generators.open() < USERS; pause(Duration.ofMillis(200))) {
      if (seconds(since) > 60 * minute) {
        report.say("%,d connections were open after %d minutes", generators.open(), minute++);
      }
      if (seconds(since) > PATIENCE_WITH_RETURNS.toSeconds()) {
        throw new IllegalStateException("The clients of the replaced node did not come back");
      }
    }
  }

  /** Checks that all users have the latest state of each friend. */
  private void check() {
    generators.order(RemoteGenerator::stopSending);
    pause(SETTLING);
    long[] sent =
        generators.call(RemoteGenerator::sent).stream().flatMapToLong(LongStream::of).toArray();
    int missing = generators.sum(one -> one.missing(sent));
    report.checked(
        generators.call(RemoteGenerator::reconnects).stream()
            .reduce(RemoteGenerator.Reconnects::plus)
            .orElseThrow(),
        LongStream.of(sent).filter(number -> number > 0).count(),
        missing);
  }

  private static double seconds(long since) {
    return (System.nanoTime() - since) / 1e9;
  }

  private static void pause(Duration time) {
    LockSupport.parkNanos(time.toNanos());
  }

  @Override
  public void close() throws IOException {
    generators.close();
    installation.close();
  }
}
