package io.pagenow.presence.bench;

import java.io.IOException;
import java.net.URI;
import java.rmi.RemoteException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/** The users of one generator process. */
final class UserGroup implements RemoteGenerator {

  private static final Duration HEARTBEATS = Duration.ofMinutes(1);

  private final Setup setup;
  private final List<Integer> ports; // Of all nodes. Used only on the generator's thread.
  private final Generator generator;
  private final TimedUpdates updates;
  private final Reconnecting reconnecting;
  private final LeastConnections balancer;
  private int nextHeartbeat;

  UserGroup(Setup setup) {
    this.setup = setup;
    ports = new ArrayList<>(setup.ports());
    int first = setup.first();
    int count = setup.count();
    Graph graph = Graph.random(setup.users(), setup.friends(), 1);
    generator =
        new Generator(
            user -> Endpoint.plain(address(user, homeOf(user))), first, count, setup.atOnce());
    updates = new TimedUpdates(generator, graph, first, count, setup.epoch());
    balancer = new LeastConnections(setup.ports().size());
    reconnecting =
        new Reconnecting(
            generator,
            first,
            IntStream.range(first, first + count).map(this::homeOf).toArray(),
            balancer,
            (client, node) -> client.move(address(client.user(), node)));
    generator.listen(reconnecting, updates);
  }

  private int homeOf(int user) {
    return user % setup.ports().size();
  }

  private URI address(int user, int node) {
    return Endpoint.ofToken(ports.get(node), setup.tokens().get(user - setup.first()));
  }

  @Override
  public int connect() {
    double perSecond = setup.count() / (double) HEARTBEATS.toSeconds();
    run(
        new Pace(
            generator.loop(), System.nanoTime(), perSecond, Long.MAX_VALUE, due -> heartbeat()));
    int refused = generator.connect();
    run(reconnecting::start);
    return refused;
  }

  private void heartbeat() {
    generator.of(setup.first() + nextHeartbeat++ % setup.count()).heartbeat();
  }

  @Override
  public int open() {
    return generator.open();
  }

  @Override
  public void send(double updatesPerSecond) {
    run(() -> updates.start(updatesPerSecond));
  }

  @Override
  public void stopSending() {
    run(updates::stop);
  }

  @Override
  public Histogram takeLatencies() {
    return call(updates::takeLatencies);
  }

  @Override
  public void withdraw(int node) {
    run(
        () -> {
          balancer.withdraw(node);
          updates.count(user -> homeOf(user) != node);
        });
  }

  @Override
  public void addNode(int port) {
    run(
        () -> {
          ports.add(port);
          balancer.addNode();
        });
  }

  @Override
  public Reconnects reconnects() {
    return call(reconnecting::counts);
  }

  @Override
  public long[] sent() {
    return call(updates::sent);
  }

  @Override
  public int missing(long[] sent) throws RemoteException {
    try {
      readSnapshots();
    } catch (IOException | InterruptedException e) {
      throw new RemoteException("The snapshots could not be read", e);
    }
    return call(
        () ->
            IntStream.range(setup.first(), setup.first() + setup.count())
                .map(user -> updates.missing(user, sent))
                .sum());
  }

  /** Reads the snapshots of users who reconnected, as their clients do. */
  private void readSnapshots() throws IOException, InterruptedException {
    SnapshotReader reader = new SnapshotReader();
    for (int user = setup.first(); user < setup.first() + setup.count(); user++) {
      int receiver = user;
      if (call(() -> reconnecting.hasLeft(receiver))) {
        int port = generator.of(user).address().getPort();
        Map<Integer, Long> numbers = reader.read(port, setup.tokens().get(user - setup.first()));
        run(() -> numbers.forEach((about, number) -> updates.read(receiver, about, number)));
      }
    }
  }

  private void run(Runnable task) {
    call(
        () -> {
          task.run();
          return true;
        });
  }

  private <T> T call(Callable<T> task) {
    return generator.run(task);
  }
}
