package io.pagenow.presence.it.deployment;

import io.pagenow.presence.it.TestEnvironment;
import io.pagenow.presence.it.client.Http;
import io.pagenow.presence.local.FreePort;
import io.pagenow.presence.local.Program;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** The load balancer of {@code redis-docker/}, started like in its container. */
public final class LoadBalancer implements AutoCloseable {

  private static final List<Path> PLACES =
      Stream.of("/usr/sbin/haproxy", "/usr/local/sbin/haproxy", "/opt/homebrew/bin/haproxy")
          .map(Path::of)
          .toList();

  private static final Path SCRIPT = Path.of("redis-docker", "run.sh");

  private final Program program;
  private final int port;

  private LoadBalancer(Program program, int port) {
    this.program = program;
    this.port = port;
  }

  /** Skips the test if HAProxy is not installed. */
  public static void assumeInstalled() {
    boolean installed = PLACES.stream().anyMatch(Files::isExecutable);
    if (!installed) {
      System.out.println("HAProxy is not installed: the tests that need it are skipped.");
    }
    Assumptions.assumeTrue(installed, "HAProxy is not installed");
  }

  /**
   * Starts the load balancer, and returns when both nodes are ready.
   *
   * @param directory the directory of the log file
   */
  public static LoadBalancer start(Path directory, URI nodeA, URI nodeB) throws IOException {
    int port = FreePort.find();
    ProcessBuilder command =
        new ProcessBuilder("sh", SCRIPT.toAbsolutePath().toString(), "balancer");
    command.environment().merge("PATH", ":/usr/sbin:/usr/local/sbin", String::concat);
    command.environment().put("BALANCER_BIND", "127.0.0.1:" + port);
    command.environment().put("NODE_A", nodeA.getAuthority());
    command.environment().put("NODE_B", nodeB.getAuthority());
    Program program = Program.start("HAProxy", command, directory.resolve("haproxy.log"));
    LoadBalancer balancer = new LoadBalancer(program, port);
    program.awaitReady(
        () ->
            Http.get(balancer.application(), "health/ready").send().status() == 200
                && !balancer.log().contains("DOWN"));
    return balancer;
  }

  /** Returns the address of the application behind the load balancer. */
  public URI application() {
    return TestEnvironment.application(port);
  }

  /** Returns the log so far. */
  public String log() throws IOException {
    return program.log();
  }

  @Override
  public void close() {
    program.close();
  }
}
