package io.pagenow.presence.local;

import static java.util.stream.Collectors.joining;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.wildfly.core.launcher.CliCommandBuilder;
import org.wildfly.core.launcher.Launcher;
import org.wildfly.core.launcher.StandaloneCommandBuilder;

/** A WildFly server. Marker files tell its deployment scanner what to do. */
final class WildFlyServer extends ApplicationServer {

  private static final Path JAVA = Path.of(ServerKind.WILDFLY.javaHome());

  private final Path home;

  private WildFlyServer(Path home, Path directory) {
    super(directory);
    this.home = home;
  }

  /**
   * Creates a server with the default configuration.
   *
   * @param home the installation
   */
  static WildFlyServer create(Path home, Path directory) throws IOException {
    return create(home, home.resolve("standalone"), directory);
  }

  /**
   * Creates a server in an installation that links to the files of the given one, but has its own
   * modules.
   */
  static WildFlyServer createApart(Path home, Path directory) throws IOException {
    new FileTree(directory).delete();
    Path apart = directory.resolve("home");
    Files.createDirectories(apart.resolve("modules"));
    link(home, apart);
    link(home.resolve("modules"), apart.resolve("modules"));
    return create(apart, directory.resolve("server"));
  }

  /**
   * Creates links to all files of a directory that the other one lacks, except {@code modules/org}.
   */
  private static void link(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Path link = to.resolve(file.getFileName());
        if (!Files.exists(link) && !file.endsWith("modules/org")) {
          Files.createSymbolicLink(link, file);
        }
      }
    }
  }

  private static WildFlyServer create(Path home, Path from, Path directory) throws IOException {
    new FileTree(directory).delete();
    new FileTree(from.resolve("configuration")).copyTo(directory.resolve("configuration"));
    Files.createDirectories(directory.resolve("deployments"));
    WildFlyServer server = new WildFlyServer(home, directory);
    server.lookOften();
    return server;
  }

  /** Makes the server scan for deployments every 500 ms instead of every five seconds. */
  private void lookOften() throws IOException {
    String text = Files.readString(configuration());
    Files.writeString(
        configuration(), text.replaceFirst("scan-interval=\"5000\"", "scan-interval=\"500\""));
  }

  @Override
  public ApplicationServer copyTo(Path other) throws IOException {
    return create(home, directory(), other);
  }

  @Override
  void run(Path script) throws IOException {
    CliCommandBuilder command =
        CliCommandBuilder.asModularLauncher(home)
            .setJavaHome(JAVA)
            .setScriptFile(script)
            // The script is too short to profit from the C2 compiler.
            .addJavaOption("-XX:TieredStopAtLevel=1")
            .addJavaOption("-Djboss.server.base.dir=" + directory())
            .addJavaOption("-Dpresence.postgresql.jar=" + Build.driver());
    Path output = Files.createDirectories(log().getParent()).resolve("configure.log");
    // The script adds modules to the installation, which servers share. Closing unlocks it.
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
      if (!ServerProcess.ended(cli, 180) || cli.exitValue() != 0) {
        cli.destroyForcibly();
        throw new IOException("WildFly could not be configured: see " + output);
      }
    }
  }

  @Override
  Process launch(int httpPort, Map<String, String> environment, Path output) throws IOException {
    StandaloneCommandBuilder command =
        StandaloneCommandBuilder.of(home)
            .setJavaHome(JAVA)
            .setBaseDirectory(directory())
            // docs/deployment.md requires this option.
            .addJavaOption("-Dsun.net.inetaddr.ttl=3")
            .addJavaOption("-Djboss.bind.address=127.0.0.1")
            .addJavaOption("-Djboss.bind.address.management=127.0.0.1")
            .addJavaOption("-Djboss.http.port=" + httpPort)
            .addJavaOption("-Djboss.https.port=" + FreePort.find())
            .addJavaOption("-Djboss.management.http.port=" + FreePort.find());
    Build.javaOptions().forEach(command::addJavaOption);
    return Launcher.of(command)
        .addEnvironmentVariables(environment)
        .setRedirectErrorStream(true)
        .redirectOutput(output)
        .launch();
  }

  @Override
  void redeploy() throws IOException {
    // The marker of an earlier failure is obsolete.
    Files.deleteIfExists(deployment(".failed"));
    Files.writeString(deployment(".dodeploy"), "");
  }

  @Override
  public void undeploy() throws IOException {
    Path marker = deployment(".deployed");
    // The application may answer before the scanner writes the marker.
    await(marker.toString()).atMost(Duration.ofMinutes(1)).until(() -> Files.exists(marker));
    Files.delete(marker);
  }

  @Override
  Optional<String> failure() throws IOException {
    Path failure = deployment(".failed");
    // The first lines are enough: the log also has the stack traces.
    return Files.exists(failure)
        ? Optional.of(Files.readString(failure).lines().limit(4).collect(joining("\n")))
        : Optional.empty();
  }

  @Override
  public Path configuration() {
    return directory().resolve("configuration/standalone.xml");
  }

  @Override
  public Path libraries() {
    return home.resolve("modules");
  }

  @Override
  public Path log() {
    return directory().resolve("log/server.log");
  }

  @Override
  Path accessLog() {
    return directory().resolve("log/access.log");
  }

  @Override
  Path deployment() {
    return deployment("");
  }

  private Path deployment(String suffix) {
    return directory().resolve("deployments/presence-api.war" + suffix);
  }
}
