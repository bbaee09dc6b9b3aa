package io.pagenow.presence.local;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A Payara Server with its own domain, which watches its {@code autodeploy} directory. */
final class PayaraServer extends ApplicationServer {

  private static final String APPLICATION = "presence-api.war";

  private final Path home;
  private final String javaHome;

  private PayaraServer(Path home, Path directory, String javaHome) {
    super(directory);
    this.home = home;
    this.javaHome = javaHome;
  }

  /**
   * Creates a domain with the default configuration, except for addresses and ports.
   *
   * @param home the installation
   * @param javaHome the JDK that runs the server
   */
  static PayaraServer create(Path home, Path directory, String javaHome) throws IOException {
    return create(home, home.resolve("glassfish/domains/domain1"), directory, javaHome);
  }

  private static PayaraServer create(Path home, Path from, Path directory, String javaHome)
      throws IOException {
    new FileTree(directory).delete();
    // The OSGi cache exists after the first run, and halves the start time.
    for (String part : List.of("config", "docroot", "init-info", "lib", "osgi-cache")) {
      if (Files.exists(from.resolve(part))) {
        new FileTree(from.resolve(part)).copyTo(directory.resolve(part));
      }
    }
    PayaraServer server = new PayaraServer(home, directory, javaHome);
    server.domain().listenOnLoopback(FreePort.find());
    return server;
  }

  @Override
  public ApplicationServer copyTo(Path other) throws IOException {
    return create(home, directory(), other, javaHome);
  }

  @Override
  void run(Path script) throws IOException {
    List<String> command = new ArrayList<>(List.of("sh", script.toString()));
    if (script.endsWith("configure.sh")) {
      command.add(Build.driver().toString());
    }
    command.add(directory().toString());
    Path output = Files.createDirectories(log().getParent()).resolve("configure.log");
    ProcessBuilder builder = command(command).redirectOutput(Redirect.appendTo(output.toFile()));
    // The script is too short to profit from the C2 compiler.
    builder.environment().put("AS_EXTRA_JAVA_OPTS", "-XX:TieredStopAtLevel=1");
    Process process = builder.start();
    if (!ServerProcess.ended(process, 180) || process.exitValue() != 0) {
      process.destroy();
      throw new IOException("Payara could not be configured: see " + output);
    }
  }

  @Override
  Process launch(int httpPort, Map<String, String> environment, Path output) throws IOException {
    domain().listenOnLoopback(httpPort);
    Path script = ServerKind.current().configuration().resolveSibling("run.sh");
    ProcessBuilder server =
        command(List.of("sh", script.toString(), directory().toString()))
            .directory(directory().toFile())
            .redirectOutput(output.toFile());
    server.environment().putAll(environment);
    server.environment().put("JDK_JAVA_OPTIONS", String.join(" ", Build.javaOptions()));
    return server.start();
  }

  @Override
  void redeploy() {
    // The server watches the file.
  }

  @Override
  public void undeploy() throws IOException {
    Files.delete(deployment());
  }

  @Override
  Optional<String> failure() {
    return Files.exists(deployment().resolveSibling(APPLICATION + "_deployFailed"))
        ? Optional.of("")
        : Optional.empty();
  }

  @Override
  public Path configuration() {
    return directory().resolve("config/domain.xml");
  }

  @Override
  public Path libraries() {
    return directory().resolve("lib");
  }

  @Override
  public Path log() {
    return directory().resolve("logs/server.log");
  }

  @Override
  Path accessLog() {
    return directory().resolve("logs/access/server_access_log.txt");
  }

  @Override
  Path deployment() {
    return directory().resolve("autodeploy").resolve(APPLICATION);
  }

  private DomainXml domain() {
    return new DomainXml(configuration());
  }

  private ProcessBuilder command(List<String> command) {
    ProcessBuilder process = new ProcessBuilder(command).redirectErrorStream(true);
    process.environment().put("PAYARA_HOME", home.toString());
    process.environment().put("AS_JAVA", javaHome);
    return process;
  }
}
