package io.pagenow.presence.local;

import static java.util.concurrent.TimeUnit.SECONDS;
import static java.util.stream.Collectors.joining;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.core.TerminalFailureException;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.wildfly.core.launcher.CliCommandBuilder;
import org.wildfly.core.launcher.Launcher;
import org.wildfly.core.launcher.StandaloneCommandBuilder;

/**
 * A WildFly with a server directory of its own, so that several run from one installation. Not
 * thread-safe.
 */
public final class WildFlyServer implements AutoCloseable {

  private static final Path JAVA = Path.of(System.getProperty("java.home"));

  private final Path home;
  private final Path directory;
  private @Nullable Process process;

  private WildFlyServer(Path home, Path directory) {
    this.home = home;
    this.directory = directory;
  }

  /**
   * Lays out a server as it comes: without deployments, not yet started.
   *
   * @param home the installation
   * @param directory where its configuration, logs and data go; emptied first
   */
  public static WildFlyServer create(Path home, Path directory) throws IOException {
    new FileTree(directory).delete();
    new FileTree(home.resolve("standalone/configuration"))
        .copyTo(directory.resolve("configuration"));
    Files.createDirectories(directory.resolve("deployments"));
    return new WildFlyServer(home, directory);
  }

  /**
   * Runs a script of the command line interface on the configuration. The server must not run.
   *
   * @param script see {@code server-config/}
   * @throws IOException where a command of the script fails; the message says where its output is
   */
  public void configure(Path script) throws IOException {
    CliCommandBuilder command =
        CliCommandBuilder.asModularLauncher(home)
            .setJavaHome(JAVA)
            .setScriptFile(script)
            // It ends before better code than this would pay.
            .addJavaOption("-XX:TieredStopAtLevel=1")
            .addJavaOption("-Djboss.server.base.dir=" + directory)
            .addJavaOption("-Dpresence.postgresql.jar=" + driver());
    Path output = Files.createDirectories(directory.resolve("log")).resolve("configure.log");
    // The script adds modules to the installation, which servers share. Closing ends the lock.
    try (FileChannel installation =
        FileChannel.open(
            home.resolve(".configuring"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      installation.lock();
      Process cli =
          Launcher.of(command)
              .addEnvironmentVariable("JBOSS_HOME", home.toString())
              .setRedirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
              .launch();
      if (!ended(cli, 60) || cli.exitValue() != 0) {
        cli.destroyForcibly();
        throw new IOException("WildFly could not be configured: see " + output);
      }
    }
  }

  /** Has it deploy the application when it starts, or soon where it runs. */
  public void deploy(Path war) throws IOException {
    Files.copy(war, deployment(""), StandardCopyOption.REPLACE_EXISTING);
    if (process != null) {
      Files.writeString(deployment(".dodeploy"), "");
    }
  }

  /** Has it undeploy the application soon, while it goes on running. */
  public void undeploy() throws IOException {
    Files.delete(deployment(".deployed"));
  }

  /**
   * Starts it on the loopback interface. It has not booted when this returns.
   *
   * @param httpPort where the applications are; the other ports are any that are free
   * @param environment variables on top of those of this process
   */
  public void start(int httpPort, Map<String, String> environment) throws IOException {
    StandaloneCommandBuilder command =
        StandaloneCommandBuilder.of(home)
            .setJavaHome(JAVA)
            .setBaseDirectory(directory)
            .addJavaOption("-Djboss.bind.address=127.0.0.1")
            .addJavaOption("-Djboss.bind.address.management=127.0.0.1")
            .addJavaOption("-Djboss.http.port=" + httpPort)
            .addJavaOption("-Djboss.https.port=" + FreePort.find())
            .addJavaOption("-Djboss.management.http.port=" + FreePort.find());
    process =
        Launcher.of(command)
            .addEnvironmentVariables(environment)
            .setRedirectErrorStream(true)
            .redirectOutput(Files.createDirectories(log().getParent()).resolve("console.log"))
            .launch();
  }

  /**
   * Waits until something answers there with 200.
   *
   * @throws IOException where it does not within that time, or cannot any more; the message says
   *     where to look
   */
  public void awaitAnswer(URI address, Duration patience) throws IOException {
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

  /** Waits until it ends, for whatever reason. */
  public void awaitEnd() throws InterruptedException {
    if (process != null) {
      process.waitFor();
    }
  }

  /** Where it writes its log. */
  public Path log() {
    return directory.resolve("log/server.log");
  }

  /** Stops it in good order; one that is not stopped in time is killed. */
  @Override
  public void close() {
    if (process == null) {
      return;
    }
    process.destroy();
    if (!ended(process, 20)) {
      kill();
    }
  }

  /** Ends it as a crash does. */
  public void kill() {
    if (process != null) {
      process.destroyForcibly();
      ended(process, 20);
    }
  }

  private void checkHealth() throws IOException {
    if (process == null || !process.isAlive()) {
      throw new TerminalFailureException("WildFly ended: see " + log());
    }
    Path failure = deployment(".failed");
    if (Files.exists(failure)) {
      // The marker has it all, stack traces included, and so has the log.
      String beginning = Files.readString(failure).lines().limit(4).collect(joining("\n"));
      throw new TerminalFailureException(
          "The application could not be deployed: see " + log() + "\n" + beginning);
    }
  }

  /** The driver that this program has, for the server's data source. */
  private static Path driver() {
    try {
      return Path.of(Driver.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("The PostgreSQL driver is not in a file", e);
    }
  }

  private Path deployment(String suffix) {
    return directory.resolve("deployments/presence-api.war" + suffix);
  }

  private static boolean ended(Process process, int seconds) {
    try {
      return process.waitFor(seconds, SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
