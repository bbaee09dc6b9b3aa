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
    if (!options.compare().isEmpty()) {
      Comparison.run(options);
      return;
    }
    List<Row> rows = new ArrayList<>();
    Report report = new Report(options);
    for (String server : options.servers()) {
      for (Size size : options.graphs()) {
        if (options.baseline()) {
          System.out.println("baseline on " + server + ", " + size);
          rows.add(Measurement.baseline(options, server, size));
          report.write(rows);
        }
        for (int nodes : options.nodes()) {
          System.out.println("application on " + server + ", " + nodes + " nodes, " + size);
          rows.add(Measurement.application(options, server, nodes, size, Build.war()));
          report.write(rows);
        }
      }
    }
    System.out.println("Report: " + options.directory().resolve(Report.NAME));
  }
}
