package io.pagenow.presence.bench;

import java.io.IOException;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Lets this JVM compile the generator before anything is measured. Otherwise, its compilers take
 * CPU from the first program, and above all from its first connects.
 */
final class GeneratorWarmUp {

  private static final int USERS = 2_000;
  private static final int FRIENDS = 20;
  private static final int ROUNDS = 8;
  private static final int DELIVERIES_A_SECOND = 20_000;
  private static final Duration UPDATES = Duration.ofSeconds(3);

  private final CompilationMXBean compilers = ManagementFactory.getCompilationMXBean();

  private GeneratorWarmUp() {}

  /** Connects to a bare server until compilers take little time. Takes about half a minute. */
  static void run(Options options) throws IOException {
    System.out.println("warm-up of the generator");
    new GeneratorWarmUp().run(options.seed(), options.atOnce(), options.directory());
  }

  private void run(long seed, int atOnce, Path directory) throws IOException {
    Graph graph = Graph.random(USERS, FRIENDS, seed);
    try (Installation server = NettyInstallation.start(graph, seed, directory.resolve("warm-up"));
        Generator generator = new Generator(server::endpoint, 0, USERS, atOnce)) {
      OpenLoop load = new OpenLoop(generator, graph, server.usage());
      boolean compiled = false;
      for (int round = 0; round < ROUNDS && !compiled; round++) {
        long before = compilers.getTotalCompilationTime();
        generator.connect();
        var unused = load.run(DELIVERIES_A_SECOND, UPDATES);
        generator.disconnect();
        compiled = compilers.getTotalCompilationTime() - before < UPDATES.toMillis() / 10;
      }
    }
  }
}
