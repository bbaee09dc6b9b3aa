package io.pagenow.presence.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Warms up servers until they spend hardly any CPU time on compiling their code. */
record WarmUp(Installation installation) {

  /** The share of the CPU time that compilers may have at the end. */
  private static final double SHARE = 0.04;

  /** The rounds for a server whose compilers have no threads with names. V8 compiles early. */
  private static final int ROUNDS_WITHOUT_NAMES = 4;

  /**
   * Repeats a round until compilers take less than {@link #SHARE} of its CPU time; four times if
   * the servers are not Java processes.
   *
   * @param most the maximum number of rounds
   * @param round a round that takes some seconds
   */
  void repeat(int most, Runnable round) {
    boolean named = !installation.javaServers().isEmpty();
    int rounds = named ? most : Math.min(most, ROUNDS_WITHOUT_NAMES);
    for (int i = 0; i < rounds; i++) {
      double compiled = compilers();
      Usage.Reading before = installation.usage().read();
      round.run();
      double spent = installation.usage().read().since(before).ofSystem();
      if (named && compilers() - compiled < SHARE * spent) {
        return;
      }
    }
  }

  /** Returns the CPU seconds that the servers have spent on compiling so far. */
  private double compilers() {
    return installation.servers().stream().mapToDouble(WarmUp::compilers).sum();
  }

  private static double compilers(ProcessHandle server) {
    try (Stream<Path> threads = Files.list(Path.of("/proc/" + server.pid() + "/task"))) {
      return threads
          .map(WarmUp::stat)
          .filter(stat -> stat.contains("(C1 Comp") || stat.contains("(C2 Comp"))
          .mapToDouble(stat -> Usage.seconds(stat, false))
          .sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String stat(Path thread) {
    try {
      return Files.readString(thread.resolve("stat"));
    } catch (IOException e) {
      return ""; // The thread ended before the file was opened or read.
    }
  }
}
