package io.pagenow.presence.bench;

import static java.util.stream.Collectors.joining;

import io.pagenow.presence.local.Build;
import io.pagenow.presence.local.Parts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;

/**
 * Compares {@code GET /presence} of peers, the baseline, other revisions and this one. All of them
 * run at the same time, and are measured in turn. {@code docs/benchmark.md} has the command.
 */
public final class SnapshotsBenchmark {

  /** A strong reference: without one, the logger can be garbage-collected and loses its level. */
  private static final Logger ROOT_LOGGER = Logger.getLogger("");

  private static final Pattern COMMA = Pattern.compile(",");

  private SnapshotsBenchmark() {}

  /** Prints the figures of each round, and at last the CPU time of a snapshot in all rounds. */
  public static void main(String[] args) throws Exception {
    ROOT_LOGGER.setLevel(Level.WARNING);
    Options options = Options.read();
    Parts parts = new Parts();
    try {
      List<SnapshotSubject> subjects = new ArrayList<>();
      for (Map.Entry<String, Subject> program : programs(options).entrySet()) {
        subjects.add(
            parts.start(
                () -> SnapshotSubject.start(options, program.getKey(), program.getValue())));
      }
      System.out.println("| | snapshots/s | bytes | ms: p50, p99 | CPU s per million | of which |");
      System.out.println("| --- | --- | --- | --- | --- | --- |");
      for (int round = 0; round < options.rounds(); round++) {
        subjects.forEach(SnapshotSubject::measure);
      }
      subjects.stream()
          .flatMap(subject -> subject.targets().stream())
          .forEach(SnapshotsBenchmark::print);
    } finally {
      parts.close();
    }
  }

  /** Returns what is measured in turn. Other revisions may be the paths of their WARs. */
  private static Map<String, Subject> programs(Options options) throws Exception {
    String server = options.servers().get(0);
    Map<String, Subject> programs = new LinkedHashMap<>();
    options.peers().forEach(peer -> programs.put(peer.subject().name(), peer.subject()));
    if (options.baseline()) {
      programs.put(Subject.BASELINE, Subject.baseline(server));
    }
    for (String revision : COMMA.split(options.compare(), -1)) {
      if (!revision.isEmpty()) {
        Path other = Revision.build(revision, options.directory());
        programs.put(
            revision.substring(revision.lastIndexOf('/') + 1),
            Subject.application(server, 1, other));
      }
    }
    programs.put(Subject.APPLICATION, Subject.application(server, 1, Build.war()));
    return programs;
  }

  private static void print(SnapshotSubject.Target target) {
    String values =
        target.rates().stream()
            .map(rate -> "%.3f".formatted(rate.cpuPerMillion().ofSystem() / 1e3))
            .collect(joining("; "));
    System.out.printf("%s: CPU ms each %s%n", target.title(), values);
  }
}
