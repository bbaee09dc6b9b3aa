package io.pagenow.presence.rehearsal;

import io.pagenow.presence.concurrent.Stages;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.presence.query.PresenceQueries;
import io.pagenow.presence.protocol.Snapshots;
import io.pagenow.presence.rehearsal.client.RehearsalRound;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Does what clients do before this node accepts them, so that the first ones do not wait for code
 * that the JVM has not compiled. After a deployment thousands of clients connect at once.
 *
 * <p>Snapshots are read for a second. If the server tells its own address, clients of the rehearsal
 * then connect to it, to a {@link RehearsalNode}. Nothing is written to the stores, and no user
 * sees anything of it.
 */
@Singleton
public final class Rehearsal {

  private static final Logger LOG = Logger.getLogger(Rehearsal.class.getName());

  private static final UserId NOBODY = new UserId("nobody");

  /**
   * How long the parts of a rehearsal take.
   *
   * @param snapshots how long snapshots are read
   * @param handshakes how long clients connect, at most
   * @param serverStart how long the server may refuse requests because it starts
   * @param patience how long the server may be silent. A handshake waits for a store for three
   *     seconds at most
   */
  record Limits(Duration snapshots, Duration handshakes, Duration serverStart, Duration patience) {}

  /** After these, the rate hardly rises any more. */
  private static final int ENOUGH = 3_000;

  private static final int RETRY_MILLIS = 100;

  private final PresenceQueries queries;
  private final RehearsalServices services;
  private final Limits limits;

  private volatile @Nullable RehearsalNode node;
  private volatile boolean stopped;

  @Inject
  Rehearsal(PresenceQueries queries, RehearsalServices services) {
    this(
        queries,
        services,
        new Limits(
            Duration.ofSeconds(1),
            services.settings().operations().rehearsal(),
            Duration.ofMinutes(2),
            Duration.ofSeconds(15)));
  }

  Rehearsal(PresenceQueries queries, RehearsalServices services, Limits limits) {
    this.queries = queries;
    this.services = services;
    this.limits = limits;
  }

  /** Returns the node to which clients of the rehearsal connect; null if there is no rehearsal. */
  @Nullable RehearsalNode node() {
    return node;
  }

  /**
   * Runs the rehearsal. Blocks for some seconds.
   *
   * @throws io.pagenow.presence.model.UnavailableException if a store does not answer
   */
  public void run() {
    readSnapshots(limits.snapshots());
    Optional<InetSocketAddress> server =
        limits.handshakes().isZero() ? Optional.empty() : services.sockets().address();
    if (server.isPresent() && !stopped) {
      try {
        connect(server.get());
      } catch (IOException e) {
        // A store that does not answer stops the start, with its own message.
        readSnapshots(Duration.ZERO);
        LOG.log(
            Level.INFO,
            "The rehearsal could not connect to {0}: {1}. The first clients of this node will wait"
                + " longer",
            new Object[] {server.get(), e.getMessage()});
      } finally {
        node = null;
      }
    }
  }

  private void readSnapshots(Duration length) {
    long end = System.nanoTime() + length.toNanos();
    do {
      CompletionStage<Integer> connections = services.store().connectionsOf(NOBODY);
      Snapshots.encode(queries.snapshotFor(NOBODY));
      Stages.await(connections);
    } while (System.nanoTime() - end < 0);
  }

  private void connect(InetSocketAddress server) throws IOException {
    RehearsalKeys keys = new RehearsalKeys();
    List<String> tokens =
        RehearsalUsers.ALL.stream()
            .map(user -> keys.token(user, services.settings().tokens()))
            .toList();
    RehearsalRound round = new RehearsalRound(server, limits.patience());
    awaitStart(round, keys, tokens.subList(0, 1));
    long begin = System.nanoTime();
    int handshakes = 0;
    long rate = 0;
    while (handshakes < ENOUGH
        && System.nanoTime() - begin < limits.handshakes().toNanos()
        && !stopped) {
      long start = System.nanoTime();
      node = new RehearsalNode(services, keys);
      round.run(tokens);
      handshakes += tokens.size();
      rate = tokens.size() * TimeUnit.SECONDS.toNanos(1) / (System.nanoTime() - start);
    }
    LOG.log(
        Level.INFO,
        "Rehearsed {0} handshakes in {1} ms, the last ones at {2} a second",
        new Object[] {handshakes, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin), rate});
  }

  /** Tries one handshake until the server accepts requests for this application. */
  private void awaitStart(RehearsalRound round, RehearsalKeys keys, List<String> tokens)
      throws IOException {
    long end = System.nanoTime() + limits.serverStart().toNanos();
    while (true) {
      node = new RehearsalNode(services, keys);
      try {
        round.run(tokens);
        return;
      } catch (RehearsalRound.RefusedException e) {
        if (System.nanoTime() - end > 0 || stopped) {
          throw e;
        }
        pause();
      }
    }
  }

  private static void pause() throws IOException {
    try {
      TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("The application stops", e);
    }
  }

  @PreDestroy
  void stop() {
    stopped = true;
  }
}
