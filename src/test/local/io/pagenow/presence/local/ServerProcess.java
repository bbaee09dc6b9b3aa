package io.pagenow.presence.local;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.core.TerminalFailureException;
import org.jspecify.annotations.Nullable;

/** The process of an {@link ApplicationServer}, which can be started again. Not thread-safe. */
final class ServerProcess {

  /** A server that starts in half a minute took three minutes on a machine with busy cores. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private static final int SECONDS_TO_STOP = 60;

  private @Nullable Process process;

  /** Sets the process that runs the server from now on. */
  void started(Process running) {
    process = running;
  }

  /** Returns whether the server was ever started, even if the process has ended. */
  boolean wasStarted() {
    return process != null;
  }

  /**
   * Returns the process, for monitoring.
   *
   * @throws IllegalStateException if the server was not started
   */
  ProcessHandle handle() {
    if (process == null) {
      throw new IllegalStateException("The server was not started");
    }
    return process.toHandle();
  }

  /**
   * Waits until the address answers with status 200.
   *
   * @param failure returns why the deployment failed; empty if it succeeded or has not finished
   * @throws IOException if the time expires, the process ends or the deployment fails; the message
   *     names the log
   */
  void awaitAnswer(URI address, Callable<Optional<String>> failure, Path log) throws IOException {
    HttpProbe probe = new HttpProbe(address);
    try {
      await(address.toString())
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(200))
          .failFast(() -> checkHealth(failure.call(), log))
          .until(probe::succeeds);
    } catch (TerminalFailureException e) {
      throw new IOException(e.getMessage(), e);
    } catch (ConditionTimeoutException e) {
      throw new IOException(
          address + " did not answer within " + PATIENCE.toSeconds() + " s: see " + log, e);
    }
  }

  private void checkHealth(Optional<String> failure, Path log) {
    if (process == null || !process.isAlive()) {
      throw new TerminalFailureException("The server ended: see " + log);
    }
    failure.ifPresent(
        reason -> {
          throw new TerminalFailureException(
              "The application could not be deployed: see " + log + "\n" + reason);
        });
  }

  /** Waits until the process ends, whatever the reason. */
  void awaitEnd() throws InterruptedException {
    if (process != null) {
      process.waitFor();
    }
  }

  /** Ends the process gracefully, and kills it if it does not end within a minute. */
  void stop() {
    if (process == null) {
      return;
    }
    process.destroy();
    if (!ended(process, SECONDS_TO_STOP)) {
      kill();
    }
  }

  /** Kills the process. */
  void kill() {
    if (process != null) {
      process.destroyForcibly();
      ended(process, SECONDS_TO_STOP);
    }
  }

  /** Waits until a process ends, and returns whether it did in time. */
  static boolean ended(Process process, int seconds) {
    try {
      return process.waitFor(seconds, SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
