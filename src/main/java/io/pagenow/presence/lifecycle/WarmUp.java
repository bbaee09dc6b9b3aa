package io.pagenow.presence.lifecycle;

import io.pagenow.presence.cluster.Node;
import io.pagenow.presence.cluster.NodeLease;
import io.pagenow.presence.model.Activity;
import io.pagenow.presence.model.Page;
import io.pagenow.presence.model.PresenceEvent.Updated;
import io.pagenow.presence.model.UnavailableException;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.presence.query.PresenceQueries;
import io.pagenow.presence.protocol.ClientMessage;
import io.pagenow.presence.protocol.ServerMessages;
import io.pagenow.presence.protocol.Snapshots;
import io.pagenow.presence.protocol.page.Pages;
import io.pagenow.presence.revocation.Revocations;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Warms up the application when it starts: connects to the stores, reads the public suffixes, loads
 * the JSON library and gets a lease. Otherwise the first user would wait for this, and the request
 * might fail. Then the node accepts connections, even if a store does not answer yet.
 */
@Singleton
public final class WarmUp {

  private static final Logger LOG = Logger.getLogger(WarmUp.class.getName());

  private static final UserId NOBODY = new UserId("nobody");

  private final ManagedScheduledExecutorService executor;
  private final PresenceQueries queries;
  private final NodeLease lease;
  private final Revocations revocations;
  private final Node node;
  private final StartReport report;

  @Inject
  public WarmUp(
      ManagedScheduledExecutorService executor,
      PresenceQueries queries,
      NodeLease lease,
      Revocations revocations,
      Node node,
      StartReport report) {
    this.executor = executor;
    this.queries = queries;
    this.lease = lease;
    this.revocations = revocations;
    this.node = node;
    this.report = report;
  }

  void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
    LOG.info(() -> report.summary(event));
    executor.execute(this::runOnce);
  }

  /** Runs the warm-up. If it fails, only the first user has to wait. */
  private void runOnce() {
    try {
      run();
    } catch (Throwable e) {
      LOG.log(Level.WARNING, "The warm-up failed", e);
    } finally {
      node.start();
    }
  }

  private void run() {
    Page page = Pages.of("https://www.example.com/", "Example");
    ServerMessages.encode(new Updated(NOBODY, 0, Activity.showing(page)));
    ClientMessage.decode("{\"action\":\"heartbeat\"}");
    check(
        () -> {
          // Events of other nodes are published only to nodes that have a lease.
          lease.renew();
          revocations.catchUp();
        });
    check(() -> Snapshots.encode(queries.snapshotFor(NOBODY)));
  }

  private void check(Runnable store) {
    try {
      store.run();
    } catch (UnavailableException e) {
      LOG.warning(report.trouble(e));
    }
  }
}
