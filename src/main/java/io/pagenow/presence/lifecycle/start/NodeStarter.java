package io.pagenow.presence.lifecycle.start;

import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.logging.Logger;

/** Logs the settings when the application starts, and begins the {@link StartChecks}. */
@Singleton
public final class NodeStarter {

  private static final Logger LOG = Logger.getLogger(NodeStarter.class.getName());

  private final ManagedScheduledExecutorService executor;
  private final StartReport report;
  private final StartChecks checks;

  @Inject
  public NodeStarter(
      ManagedScheduledExecutorService executor, StartReport report, StartChecks checks) {
    this.executor = executor;
    this.report = report;
    this.checks = checks;
  }

  void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
    LOG.info(() -> report.summary(event));
    executor.execute(checks::run);
  }
}
