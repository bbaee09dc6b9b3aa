package io.pagenow.presence.lifecycle.start;

import io.pagenow.presence.concurrent.DeploymentEnd;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServlet;
import java.io.Serial;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;

/**
 * Logs the settings at the end of the deployment, lets the threads of this node begin, and runs the
 * {@link StartChecks}. A servlet, because the server initializes the last one in web.xml after
 * everything else. It answers no requests.
 */
@SuppressWarnings("NullAway.Init") // The container injects.
public class NodeStarter extends HttpServlet {

  @Serial private static final long serialVersionUID = 1L;

  private static final Logger LOG = Logger.getLogger(NodeStarter.class.getName());

  /** More than the few milliseconds that the server needs after the last servlet. */
  private static final int DELAY_SECONDS = 1;

  @Inject private transient ManagedScheduledExecutorService executor;
  @Inject private transient StartReport report;
  @Inject private transient StartChecks checks;
  @Inject private transient DeploymentEnd deployment;

  private transient Future<?> start;

  @Override
  public void init() {
    LOG.info(() -> report.summary(StartReport.version(getServletContext())));
    start = executor.schedule(this::start, DELAY_SECONDS, TimeUnit.SECONDS);
  }

  private void start() {
    deployment.reach();
    checks.run();
  }

  @Override
  public void destroy() {
    start.cancel(false);
  }
}
