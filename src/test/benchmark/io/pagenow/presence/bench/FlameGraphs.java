package io.pagenow.presence.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import one.profiler.AsyncProfilerLoader;

/** Draws flame graphs of the servers' CPU time, if the options request them. */
final class FlameGraphs {

  private final Options options;
  private final String subject;
  private final List<ProcessHandle> servers;

  FlameGraphs(Options options, String subject, List<ProcessHandle> servers) {
    this.options = options;
    this.subject = subject;
    this.servers = servers;
  }

  /** Runs a measurement and draws a flame graph of it for each server. */
  <T> T during(String what, Supplier<T> measured) {
    if (!options.profile()) {
      return measured.get();
    }
    try {
      for (ProcessHandle server : servers) {
        profile("start", "-e", "cpu", "-i", "1ms", "-t", pid(server));
      }
      T result = measured.get();
      Path directory = Files.createDirectories(options.directory().resolve("flames"));
      for (int node = 0; node < servers.size(); node++) {
        String name = subject + "-" + what + "-" + node;
        Path stacks = directory.resolve(name + ".collapsed").toAbsolutePath();
        Path graph = directory.resolve(name + ".html").toAbsolutePath();
        profile("dump", "-o", "collapsed", "-f", stacks.toString(), pid(servers.get(node)));
        profile("stop", "-o", "flamegraph", "-f", graph.toString(), pid(servers.get(node)));
      }
      return result;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void profile(String... arguments) throws IOException {
    AsyncProfilerLoader.executeProfiler(arguments);
  }

  private static String pid(ProcessHandle process) {
    return Long.toString(process.pid());
  }
}
