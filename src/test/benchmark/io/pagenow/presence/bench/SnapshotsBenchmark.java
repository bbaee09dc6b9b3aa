package io.pagenow.presence.bench;

import static java.util.stream.Collectors.joining;

import io.pagenow.presence.local.Build;
import io.pagenow.presence.local.Parts;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;

/**
 * Compares {@code GET /presence} of the baseline, other revisions and this one. All of them run at
 * the same time, and are measured in turn. {@code docs/benchmark.md} has the command.
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
      if (options.baseline()) {
        subjects.add(parts.start(() -> SnapshotSubject.baseline(options)));
      }
      for (String revision : revisions(options)) {
        var other = Revision.build(revision, options.directory());
        String name = revision.substring(revision.lastIndexOf('/') + 1);
        subjects.add(parts.start(() -> SnapshotSubject.application(options, name, other)));
      }
      subjects.add(
          parts.start(() -> SnapshotSubject.application(options, "application", Build.war())));
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

  /** Returns the other revisions, or the paths of their WARs. */
  private static List<String> revisions(Options options) {
    return COMMA.splitAsStream(options.compare()).filter(revision -> !revision.isEmpty()).toList();
  }

  private static void print(SnapshotSubject.Target target) {
    String values =
        target.rates().stream()
            .map(rate -> "%.3f".formatted(rate.cpuPerMillion().ofSystem() / 1e3))
            .collect(joining("; "));
    System.out.printf("%s: CPU ms each %s%n", target.title(), values);
  }
}
