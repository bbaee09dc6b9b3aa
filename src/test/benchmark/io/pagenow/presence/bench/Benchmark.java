package io.pagenow.presence.bench;

import io.pagenow.presence.bench.Options.Size;
import io.pagenow.presence.local.Build;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The main class of the benchmark: {@code mvn -Pbench verify}. */
public final class Benchmark {

  /** A strong reference: without one, the logger can be garbage-collected and loses its level. */
  private static final Logger ROOT_LOGGER = Logger.getLogger("");

  private Benchmark() {}

  /** Measures all rows that the options select. Writes the report after each row. */
  public static void main(String[] args) throws Exception {
    ROOT_LOGGER.setLevel(Level.WARNING);
    Options options = Options.read();
    GeneratorWarmUp.run(options);
    if (!options.compare().isEmpty()) {
      Comparison.run(options);
      return;
    }
    List<Row> rows = new ArrayList<>();
    Report report = new Report(options);
    for (Size size : options.graphs()) {
      for (Subject subject : subjects(options)) {
        System.out.println(subject.title() + ", " + size);
        rows.add(Measurement.run(options, subject, size));
        report.write(rows);
      }
    }
    System.out.println("Report: " + options.directory().resolve(Report.NAME));
  }

  /** Returns the programs in the order in which they are measured. */
  private static List<Subject> subjects(Options options) {
    List<Subject> subjects = new ArrayList<>();
    options.peers().forEach(peer -> subjects.add(peer.subject()));
    for (String server : options.servers()) {
      if (options.baseline()) {
        subjects.add(Subject.baseline(server));
      }
      options
          .nodes()
          .forEach(nodes -> subjects.add(Subject.application(server, nodes, Build.war())));
    }
    return subjects;
  }
}
