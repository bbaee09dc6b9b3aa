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
 * A server for the application, with a directory of its own, so that several run from one
 * installation. Which kind it is, the system property {@code presence.server} says; the rest of the
 * program does not know. Not thread-safe.
 */
public abstract class ApplicationServer implements AutoCloseable {

  /** What the documentation asks for, so that tests notice what needs more. */
  private static final String HEAP = "-Xmx512m";

  private final Path directory;
  private @Nullable Process process;

  ApplicationServer(Path directory) {
    this.directory = directory;
  }

  /**
   * Lays out a server as it comes: without deployments, not yet started.
   *
   * @param directory where its configuration, logs and data go; emptied first
   */
  public static ApplicationServer create(Path directory) throws IOException {
    return ServerKind.current().create(directory);
  }

  /** As {@link #create}, in an installation of its own: its scripts change no other server's. */
  public static ApplicationServer createApart(Path directory) throws IOException {
    return ServerKind.current().createApart(directory);
  }

  /**
   * Prepares it for the application with the script that {@code server-config/} has for it. The
   * server must not run.
   *
   * @throws IOException where the script fails; the message says where its output is
   */
  public final void configure() throws IOException {
    run(ServerKind.current().configuration());
  }

  /** Undoes {@link #configure}, with the other script there. */
  public final void restore() throws IOException {
    run(ServerKind.current().restoration());
  }

  /**
   * Runs a script of {@code server-config/} on its configuration. The server must not run.
   *
   * @throws IOException where it fails; the message says where its output is
   */
  abstract void run(Path script) throws IOException;

  /** Its configuration, which the scripts change. */
  public abstract Path configuration();

  /** Where the driver is once it is configured, perhaps deep below. */
  public abstract Path libraries();

  /**
   * Lays out another one, configured as this one is. Neither must have run.
   *
   * @param other its directory; emptied first
   */
  public abstract ApplicationServer copyTo(Path other) throws IOException;

  /** Starts it: see {@link #start}. */
  abstract Process launch(int httpPort, Map<String, String> environment, Path output)
      throws IOException;

  /** What {@code presence.java.options} says, parted by spaces, such as sizes of the heap. */
  static List<String> javaOptions() {
    return Pattern.compile(" ")
        .splitAsStream(System.getProperty("presence.java.options", HEAP))
        .filter(option -> !option.isEmpty())
        .toList();
  }

  /** Has a running one deploy what is at {@link #deployment()}. */
  abstract void redeploy() throws IOException;

  /** Has it undeploy the application soon, while it goes on running. */
  public abstract void undeploy() throws IOException;

  /** Where the application is put for it to deploy. */
  abstract Path deployment();

  /** Why it could not deploy the application; empty where it could, or is still at it. */
  abstract Optional<String> failure() throws IOException;

  /** Where it writes its log. */
  public abstract Path log();

  /** Where its standard output goes: all that was said since its last start. */
  public final Path console() {
    return log().resolveSibling("console.log");
  }

  /** Where it writes the requests that it gets. After midnight, others lie beside it. */
  abstract Path accessLog();

  /** The requests that it has logged so far. */
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

  /** Has it deploy the application when it starts, or soon where it runs. */
  public final void deploy(Path war) throws IOException {
    Files.createDirectories(deployment().getParent());
    Files.copy(war, deployment(), StandardCopyOption.REPLACE_EXISTING);
    if (process != null) {
      redeploy();
    }
  }

  /**
   * Starts it on the loopback interface. It has not booted when this returns.
   *
   * @param httpPort where the applications are; the other ports are any that are free
   * @param environment variables on top of those of this process
   */
  public final void start(int httpPort, Map<String, String> environment) throws IOException {
    Files.createDirectories(log().getParent());
    process = launch(httpPort, environment, console());
  }

  /**
   * Waits until something answers there with 200.
   *
   * @throws IOException where it does not within that time, or cannot any more; the message says
   *     where to look
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
   * Its process, to be watched.
   *
   * @throws IllegalStateException where it was not started
   */
  public final ProcessHandle process() {
    if (process == null) {
      throw new IllegalStateException("The server was not started");
    }
    return process.toHandle();
  }

  /**
   * Asks its virtual machine, see {@link Jcmd}.
   *
   * @param question a command of jcmd, such as {@code Thread.print}
   * @return the answer
   */
  public final String diagnose(String... question) throws IOException {
    return Jcmd.ask(process(), question);
  }

  /** Waits until it ends, for whatever reason. */
  public final void awaitEnd() throws InterruptedException {
    if (process != null) {
      process.waitFor();
    }
  }

  /** As {@link #stop}. */
  @Override
  public final void close() {
    stop();
  }

  /** Stops it in good order; one that is not stopped in time is killed. It may start again. */
  public final void stop() {
    if (process == null) {
      return;
    }
    process.destroy();
    if (!ended(process, 20)) {
      kill();
    }
  }

  /** Ends it as a crash does. */
  public final void kill() {
    if (process != null) {
      process.destroyForcibly();
      ended(process, 20);
    }
  }

  final Path directory() {
    return directory;
  }

  /** The driver that this program has, for the server's data source. */
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
