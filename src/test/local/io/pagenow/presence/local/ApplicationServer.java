package io.pagenow.presence.local;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.core.TerminalFailureException;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/**
 * A WildFly or Payara Server for the application. Each server has its own directory, so several
 * servers can share one installation. The system property {@code presence.server} selects the kind
 * of server; callers do not depend on it. Not thread-safe.
 */
public abstract class ApplicationServer implements AutoCloseable {

  private final Path directory;
  private @Nullable Process process;

  ApplicationServer(Path directory) {
    this.directory = directory;
  }

  /**
   * Creates a server with the default configuration and without deployments. Does not start it.
   *
   * @param directory the directory for its configuration, logs and data; emptied first
   */
  public static ApplicationServer create(Path directory) throws IOException {
    return ServerKind.current().create(directory);
  }

  /**
   * Creates a server like {@link #create}, but in its own installation, so that its scripts do not
   * change the installation of other servers.
   */
  public static ApplicationServer createApart(Path directory) throws IOException {
    return ServerKind.current().createApart(directory);
  }

  /**
   * Prepares the server for the application with its script in {@code server-config/}. The server
   * must not run.
   *
   * @throws IOException if the script fails; the message names the output file
   */
  public final void configure() throws IOException {
    run(ServerKind.current().configuration());
  }

  /** Undoes {@link #configure} with the server's restore script in {@code server-config/}. */
  public final void restore() throws IOException {
    run(ServerKind.current().restoration());
  }

  /**
   * Runs a script of {@code server-config/} on the configuration of this server. The server must
   * not run.
   *
   * @throws IOException if the script fails; the message names the output file
   */
  abstract void run(Path script) throws IOException;

  /** Returns the configuration file, which the scripts change. */
  public abstract Path configuration();

  /**
   * Returns the directory that contains the PostgreSQL driver of a configured server, possibly in a
   * subdirectory.
   */
  public abstract Path libraries();

  /**
   * Creates another server with the configuration of this one. Neither server may have been started
   * before.
   *
   * @param other the directory of the new server; emptied first
   */
  public abstract ApplicationServer copyTo(Path other) throws IOException;

  /** Starts the server process: see {@link #start}. */
  abstract Process launch(int httpPort, Map<String, String> environment, Path output)
      throws IOException;

  /**
   * Returns the JVM options from {@code presence.java.options}, separated by spaces. By default
   * they set the heap size that the documentation requires, so that tests notice code that needs
   * more.
   */
  static List<String> javaOptions() {
    return Pattern.compile(" ")
        .splitAsStream(Build.value("java.options"))
        .filter(option -> !option.isEmpty())
        .toList();
  }

  /** Makes the running server deploy the file at {@link #deployment()}. */
  abstract void redeploy() throws IOException;

  /**
   * Makes the server undeploy the application, but does not wait until that is done. The server
   * keeps running.
   */
  public abstract void undeploy() throws IOException;

  /** Returns the path from which the server deploys the application. */
  abstract Path deployment();

  /** Returns why the deployment failed; empty if it succeeded or has not finished. */
  abstract Optional<String> failure() throws IOException;

  /** Returns the log file of the server. */
  public abstract Path log();

  /** Returns the file with the standard output of the server since its last start. */
  public final Path console() {
    return log().resolveSibling("console.log");
  }

  /**
   * Returns the access log of the server. After midnight, the same directory contains further
   * access logs.
   */
  abstract Path accessLog();

  /** Returns all requests that the server has logged so far. */
  public final String requests() throws IOException {
    String name = accessLog().getFileName().toString();
    String beginning = name.substring(0, name.indexOf('.') + 1);
    StringBuilder requests = new StringBuilder();
    try (DirectoryStream<Path> logs =
        Files.newDirectoryStream(accessLog().resolveSibling(""), beginning + "*")) {
      for (Path log : logs) {
        requests.append(Files.readString(log));
      }
    }
    return requests.toString();
  }

  /**
   * Deploys the application. A running server begins to deploy it soon after this call, a stopped
   * one when it starts.
   */
  public final void deploy(Path war) throws IOException {
    Files.createDirectories(deployment().getParent());
    Files.copy(war, deployment(), StandardCopyOption.REPLACE_EXISTING);
    if (process != null) {
      redeploy();
    }
  }

  /**
   * Starts the server on the loopback interface. Returns before the server has booted.
   *
   * @param httpPort the port of the applications; all other ports are any free ones
   * @param environment environment variables in addition to those of this process
   */
  public final void start(int httpPort, Map<String, String> environment) throws IOException {
    Files.createDirectories(log().getParent());
    process = launch(httpPort, environment, console());
  }

  /**
   * Waits until the application is ready for clients. Otherwise works as {@link #awaitAnswer}.
   *
   * @param application its root, with a slash at the end
   */
  public final void awaitReady(URI application, Duration patience) throws IOException {
    awaitAnswer(application.resolve("health/ready"), patience);
  }

  /**
   * Waits until the address answers with status 200.
   *
   * @throws IOException if the time expires, the server ends or the deployment fails; the message
   *     names the log
   */
  public final void awaitAnswer(URI address, Duration patience) throws IOException {
    HttpProbe probe = new HttpProbe(address);
    try {
      await(address.toString())
          .atMost(patience)
          .pollInterval(Duration.ofMillis(200))
          .failFast(this::checkHealth)
          .until(probe::succeeds);
    } catch (TerminalFailureException e) {
      throw new IOException(e.getMessage(), e);
    } catch (ConditionTimeoutException e) {
      throw new IOException(
          address + " did not answer within " + patience.toSeconds() + " s: see " + log(), e);
    }
  }

  /**
   * Returns the server process, for monitoring.
   *
   * @throws IllegalStateException if the server was not started
   */
  public final ProcessHandle process() {
    if (process == null) {
      throw new IllegalStateException("The server was not started");
    }
    return process.toHandle();
  }

  /**
   * Runs a diagnostic command in the JVM of the server: see {@link Jcmd}.
   *
   * @param question a command of jcmd, such as {@code Thread.print}
   * @return the output of the command
   */
  public final String diagnose(String... question) throws IOException {
    return Jcmd.ask(process(), question);
  }

  /** Waits until the server process ends, whatever the reason. */
  public final void awaitEnd() throws InterruptedException {
    if (process != null) {
      process.waitFor();
    }
  }

  /** Stops the server like {@link #stop}. */
  @Override
  public final void close() {
    stop();
  }

  /**
   * Stops the server gracefully, and kills it if it does not end within 20 seconds. The server can
   * be started again.
   */
  public final void stop() {
    if (process == null) {
      return;
    }
    process.destroy();
    if (!ended(process, 20)) {
      kill();
    }
  }

  /** Kills the server process, to simulate a crash. */
  public final void kill() {
    if (process != null) {
      process.destroyForcibly();
      ended(process, 20);
    }
  }

  final Path directory() {
    return directory;
  }

  /**
   * Returns the PostgreSQL driver on the class path of this program, for the server's data source.
   */
  static Path driver() {
    try {
      return Path.of(Driver.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("The PostgreSQL driver is not in a file", e);
    }
  }

  static boolean ended(Process process, int seconds) {
    try {
      return process.waitFor(seconds, SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void checkHealth() throws IOException {
    if (process == null || !process.isAlive()) {
      throw new TerminalFailureException("The server ended: see " + log());
    }
    failure()
        .ifPresent(
            reason -> {
              throw new TerminalFailureException(
                  "The application could not be deployed: see " + log() + "\n" + reason);
            });
  }
}
