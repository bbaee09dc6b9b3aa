package io.pagenow.presence.it;

import io.pagenow.presence.local.Build;
import io.pagenow.presence.local.Parts;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Starts the {@link TestEnvironment} before the first integration test and ends it after the last.
 * Does nothing in the run of the unit tests, which does not set {@code presence.it.server}.
 */
public final class TestEnvironmentLifecycle implements LauncherSessionListener {

  /** A strong reference, because a logger without one loses its level at a garbage collection. */
  private static final Logger ROOT_LOGGER = Logger.getLogger("");

  private final Parts parts = new Parts();

  @Override
  public void launcherSessionOpened(LauncherSession session) {
    String server = System.getProperty("presence.it.server");
    if (server == null) {
      return;
    }
    System.setProperty("presence.server", server);
    ROOT_LOGGER.setLevel(Level.WARNING);
    // Stops all servers even if the run is interrupted.
    Runtime.getRuntime().addShutdownHook(new Thread(parts::close, "end of the test environment"));
    try {
      TestEnvironment.start(Build.output("it").resolve(server), parts);
    } catch (Exception e) {
      parts.close();
      throw new IllegalStateException("The test environment did not start", e);
    }
  }

  @Override
  public void launcherSessionClosed(LauncherSession session) {
    parts.close();
  }
}
