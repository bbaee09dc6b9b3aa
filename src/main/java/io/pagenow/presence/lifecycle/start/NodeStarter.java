package io.pagenow.presence.lifecycle.start;

import io.pagenow.presence.model.Activity;
import io.pagenow.presence.model.Page;
import io.pagenow.presence.model.PresenceEvent.Updated;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.protocol.ClientMessage;
import io.pagenow.presence.protocol.ServerMessages;
import io.pagenow.presence.protocol.page.Pages;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Warms up the application when it starts: reads the public suffixes and loads the JSON library.
 * Otherwise the first user would wait for this. Then {@link StartChecks} connect to the stores,
 * read the keys of the issuer and start the node.
 */
@Singleton
public final class WarmUp {

  private static final Logger LOG = Logger.getLogger(WarmUp.class.getName());

  private static final UserId NOBODY = new UserId("nobody");

  private final ManagedScheduledExecutorService executor;
  private final StartReport report;
  private final StartChecks checks;

  @Inject
  public WarmUp(ManagedScheduledExecutorService executor, StartReport report, StartChecks checks) {
    this.executor = executor;
    this.report = report;
    this.checks = checks;
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
      checks.run();
    }
  }

  private static void run() {
    Page page = Pages.of("https://www.example.com/", "Example");
    ServerMessages.encode(new Updated(NOBODY, 0, Activity.showing(page)));
    ClientMessage.decode("{\"action\":\"heartbeat\"}");
  }
}
