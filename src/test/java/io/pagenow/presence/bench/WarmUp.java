package io.pagenow.presence.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Has servers do something until they spend hardly anything on compiling their code. */
record WarmUp(Installation installation) {

  /** The part of the CPU time that compilers may have in the end. */
  private static final double SHARE = 0.04;

  /** Repeats what takes some seconds, at most so often. */
  void repeat(int most, Runnable round) {
    for (int i = 0; i < most; i++) {
      double compiled = compilers();
      Usage.Reading before = installation.usage().read();
      round.run();
      double spent = installation.usage().read().since(before).ofSystem();
      if (compilers() - compiled < SHARE * spent) {
        return;
      }
    }
  }

  /** CPU seconds that the servers have spent on compiling so far. */
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
      return ""; // It ended before the file was opened, or before it was read.
    }
  }
}
