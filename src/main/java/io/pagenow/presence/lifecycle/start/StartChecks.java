package io.pagenow.presence.lifecycle.start;

import io.pagenow.presence.cluster.Node;
import io.pagenow.presence.cluster.NodeLease;
import io.pagenow.presence.cluster.start.StartCheck;
import io.pagenow.presence.model.UnavailableException;
import io.pagenow.presence.rehearsal.Rehearsal;
import io.pagenow.presence.revocation.Revocations;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Starts the node when Redis, the user database and the token issuer have each answered once. Until
 * then the node accepts no connections and is not ready. So a rolling update with a wrong setting
 * stops at its first node. Once the node has started, an outage does not stop it.
 */
@Singleton
final class StartChecks {

  private static final Logger LOG = Logger.getLogger(StartChecks.class.getName());

  private static final int RETRY_SECONDS = 1;

  /**
   * The attempts that log the failure of a service: the second one, when other parts have logged
   * their stack traces, and then one a minute. So the failure is among the last lines of the log.
   * Any other failure is logged one attempt earlier: if a class cannot be initialized, Java tells
   * the cause only once.
   */
  private static final int LOGGED_EVERY = 60;

  private final ScheduledExecutorService executor;
  private final Node node;
  private final StartTrouble trouble;

  // Used by one attempt at a time.
  private final List<StartCheck> waiting;
  private final Set<String> reported = new HashSet<>();
  private final Map<StartCheck, Integer> failures = new HashMap<>();

  private final Object lock = new Object();
  private @Nullable Future<?> next;
  private boolean stopped;

  @Inject
  StartChecks(
      ManagedScheduledExecutorService executor,
      NodeLease lease,
      Revocations revocations,
      Rehearsal rehearsal,
      StartCheck issuer,
      Node node,
      StartTrouble trouble) {
    this(
        executor,
        List.of(
            () -> {
              // Events of other nodes are published only to nodes that have a lease.
              lease.renew();
              revocations.catchUp();
            },
            rehearsal::run,
            issuer),
        node,
        trouble);
  }

  /** Creates the checks with an executor and services for tests. */
  StartChecks(
      ScheduledExecutorService executor, List<StartCheck> checks, Node node, StartTrouble trouble) {
    this.executor = executor;
    this.waiting = new ArrayList<>(checks);
    this.node = node;
    this.trouble = trouble;
  }

  /** Runs all checks that have not succeeded yet, and again in a second if any fails. */
  void run() {
    reported.clear();
    waiting.removeIf(this::succeeds);
    if (waiting.isEmpty()) {
      node.start();
      if (node.isRunning()) { // It may have drained before it was ready.
        LOG.info("This node accepts connections: Redis, the user database and the issuer answer");
      }
      return;
    }
    synchronized (lock) {
      if (!stopped) {
        next = executor.schedule(this::run, RETRY_SECONDS, TimeUnit.SECONDS);
      }
    }
  }

  private boolean succeeds(StartCheck check) {
    try {
      check.run();
      return true;
    } catch (Throwable e) {
      int logged = e instanceof UnavailableException ? 2 : 1;
      if (failures.merge(check, 1, Integer::sum) % LOGGED_EVERY == logged) {
        report(e);
      }
      return false;
    }
  }

  private void report(Throwable failure) {
    if (failure instanceof UnavailableException unavailable) {
      String line = trouble.line(unavailable);
      // Two checks may need the same service.
      if (reported.add(line)) {
        LOG.severe(line);
      }
    } else {
      LOG.log(Level.SEVERE, "This node cannot start, and retries", failure);
    }
  }

  @PreDestroy
  void stop() {
    synchronized (lock) {
      stopped = true;
      if (next != null) {
        next.cancel(false);
      }
    }
  }
}
