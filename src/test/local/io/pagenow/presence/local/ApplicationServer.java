package io.pagenow.presence.local;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;

/**
 * A WildFly or Payara Server for the application. Each server has its own directory, so several
 * servers can share one installation. The system property {@code presence.server} selects the kind
 * of server; callers do not depend on it. Not thread-safe.
 */
public abstract class ApplicationServer implements AutoCloseable {

  private final Path directory;
  private final ServerProcess process = new ServerProcess();

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
    return new AccessLog(accessLog()).requests();
  }

  /**
   * Deploys the application. A running server begins to deploy it soon after this call, a stopped
   * one when it starts.
   */
  public final void deploy(Path war) throws IOException {
    Files.createDirectories(deployment().getParent());
    Files.copy(war, deployment(), StandardCopyOption.REPLACE_EXISTING);
    if (process.wasStarted()) {
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
    process.started(launch(httpPort, environment, console()));
  }

  /**
   * Waits until the application is ready for clients. Otherwise works as {@link #awaitAnswer}.
   *
   * @param application its root, with a slash at the end
   */
  public final void awaitReady(URI application) throws IOException {
    awaitAnswer(application.resolve("health/ready"));
  }

  /**
   * Waits until the address answers with status 200.
   *
   * @throws IOException if it does not answer within ten minutes, the server ends or the deployment
   *     fails; the message names the log
   */
  public final void awaitAnswer(URI address) throws IOException {
    process.awaitAnswer(address, this::failure, log());
  }

  /**
   * Returns the server process, for monitoring.
   *
   * @throws IllegalStateException if the server was not started
   */
  public final ProcessHandle process() {
    return process.handle();
  }

  /** Waits until the server process ends, whatever the reason. */
  public final void awaitEnd() throws InterruptedException {
    process.awaitEnd();
  }

  /** Stops the server like {@link #stop}. */
  @Override
  public final void close() {
    stop();
  }

  /**
   * Stops the server gracefully, and kills it if it does not end within a minute. The server can be
   * started again.
   */
  public final void stop() {
    process.stop();
  }

  /** Kills the server process, to simulate a crash. */
  public final void kill() {
    process.kill();
  }

  final Path directory() {
    return directory;
  }
}
