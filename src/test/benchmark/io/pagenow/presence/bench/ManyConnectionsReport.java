package io.pagenow.presence.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Map;

/** The figures of {@link ManyConnectionsBenchmark}: printed, and written to a file. */
final class ManyConnectionsReport {

  private final Path file;
  private final int users;
  private final int nodes;

  /** Replaces the file. */
  ManyConnectionsReport(Path file, int users, int friends, int nodes) throws IOException {
    this.file = file;
    this.users = users;
    this.nodes = nodes;
    Files.createDirectories(file.getParent());
    Files.writeString(file, "");
    say("%,d users with %d friends each, %d nodes", users, friends, nodes);
  }

  /** Writes a line. */
  void say(String format, Object... arguments) {
    String line = String.format(Locale.ROOT, format, arguments);
    System.out.println("  " + line);
    try {
      Files.writeString(file, "- " + line + "\n", StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void connected(double seconds, int refused, Usage.Spent spent) {
    say(
        "connected in %.0f s, %.0f a second; %d were refused or closed and tried again; CPU ms each: %s",
        seconds, users / seconds, refused, parts(spent.times(1e3 / users)));
  }

  /** Writes the memory of all servers: fresh, and with all connections. */
  void memory(Memory fresh, Memory idle) {
    Memory each = idle.since(fresh, users);
    say(
        "bytes for an idle connection: heap %,d, RSS %,d, kernel %,d",
        each.heap(), each.resident(), each.kernel());
    say(
        "MB of a server without and with connections: heap %d and %d, RSS %d and %d",
        megabytes(fresh.heap()),
        megabytes(idle.heap()),
        megabytes(fresh.resident()),
        megabytes(idle.resident()));
  }

  /** Writes how much of the resident memory is Java heap, with live objects, garbage and gaps. */
  void residentHeap(long fresh, long idle) {
    say(
        "of the RSS, Java heap: %d and %d MB, so %,d bytes for a connection",
        megabytes(fresh), megabytes(idle), (idle - fresh) / users);
  }

  /** Writes which part of the system uses how much of a core. */
  void cpu(String when, Usage.Spent cores) {
    say("cores, %s: %s", when, parts(cores));
  }

  void latency(String what, Latency latency) {
    say(
        "%s, ms: p50 %.1f, p99 %.1f, p99.9 %.1f, max %.0f",
        what, latency.p50(), latency.p99(), latency.p999(), latency.max());
  }

  /** Writes what the clients saw of the replacement of a node. */
  void checked(RemoteGenerator.Reconnects reconnects, long senders, int missing) {
    say(
        "no client was away for more than %,d ms; %d offline events; %s",
        reconnects.longestAway(), reconnects.timeouts(), reconnects.incidents());
    say("%,d users sent updates; friends miss %d of the last ones", senders, missing);
  }

  private long megabytes(long bytes) {
    return bytes / nodes / 1_000_000;
  }

  private static String parts(Usage.Spent spent) {
    StringBuilder text = new StringBuilder();
    for (Map.Entry<String, Double> part : spent.seconds().entrySet()) {
      text.append(text.isEmpty() ? "" : ", ")
          .append(String.format(Locale.ROOT, "%s %.2f", part.getKey(), part.getValue()));
    }
    return text.toString();
  }
}
