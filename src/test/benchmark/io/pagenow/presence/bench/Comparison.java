package io.pagenow.presence.bench;

import io.pagenow.presence.bench.Options.Size;
import io.pagenow.presence.local.Build;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * Measures another revision and this one in turn, and prints how many times the figures of the
 * other one this one has. Other load on the machine changes both, so ratios mean more than figures.
 *
 * @param revision the other revision
 * @param before its rows
 * @param after the rows of this revision
 */
record Comparison(String revision, List<Row> before, List<Row> after) {

  static final String NAME = "comparison.md";

  private static final List<Figure> FIGURES =
      List.of(
          new Figure("knee, deliveries/s", Comparison::knee),
          new Figure("p99 at the last rate, ms", Comparison::p99AtTheLastRate),
          new Figure("missing at the last rate", Comparison::missingAtTheLastRate),
          new Figure(
              "CPU s per million at the last rate", row -> last(row).cpuPerMillion().ofSystem()),
          new Figure("p50 at the reference, ms", row -> latency(row).p50()),
          new Figure("p99 at the reference, ms", row -> latency(row).p99()),
          new Figure(
              "CPU s per million at the reference",
              row -> row.reference().cpuPerMillion().ofSystem()),
          new Figure("connects/s, fresh server", Row::freshConnects),
          new Figure("connects/s", Row::connects),
          new Figure("CPU ms a connect", row -> row.connectCpu().ofSystem()),
          new Figure("snapshots/s", Row::snapshotsPerSecond),
          new Figure("heap bytes an idle connection", row -> row.idle().heap()),
          new Figure("RSS bytes an idle connection", row -> row.idle().resident()),
          new Figure("kernel bytes an idle connection", row -> row.idle().kernel()));

  /**
   * @param of returns the figure of a row; NaN if it was not measured
   */
  private record Figure(String name, ToDoubleFunction<Row> of) {}

  /** Runs the comparison that the options describe, on the first kind of server, with one graph. */
  static void run(Options options) throws Exception {
    Path other = Revision.build(options.compare(), options.directory());
    Comparison comparison = new Comparison(options.compare(), new ArrayList<>(), new ArrayList<>());
    String server = options.servers().get(0);
    Size size = options.graphs().get(0);
    int nodes = options.nodes().get(0);
    for (int round = 1; round <= options.rounds(); round++) {
      System.out.println("round " + round + ": " + options.compare());
      comparison.before.add(
          Measurement.run(options, Subject.application(server, nodes, other), size));
      System.out.println("round " + round + ": this revision");
      comparison.after.add(
          Measurement.run(options, Subject.application(server, nodes, Build.war()), size));
      comparison.write(options.directory());
    }
    System.out.println(comparison.text());
  }

  private void write(Path directory) throws IOException {
    Files.writeString(directory.resolve(NAME), text());
  }

  /** Returns the table of all figures as Markdown. */
  String text() {
    StringBuilder text =
        new StringBuilder("| | " + revision + " | this revision | *times* |\n")
            .append("| --- | --- | --- | --- |\n");
    for (Figure figure : FIGURES) {
      double ratio = mean(after, figure) / mean(before, figure);
      if (Double.isFinite(ratio)) {
        text.append(
            Report.line(
                "| %s | %s | %s | %.2f |\n",
                figure.name(), values(before, figure), values(after, figure), ratio));
      }
    }
    return text.append(new RatesTable(revision, before, after).text()).toString();
  }

  private static double mean(List<Row> rows, Figure figure) {
    return rows.stream().mapToDouble(figure.of()).average().orElse(Double.NaN);
  }

  private static String values(List<Row> rows, Figure figure) {
    return rows.stream()
        .map(row -> Report.line("%,.1f", figure.of().applyAsDouble(row)))
        .collect(Collectors.joining("; "));
  }

  private static Latency latency(Row row) {
    return row.reference().deliveries().latency();
  }

  private static double knee(Row row) {
    return row.knee().map(step -> (double) step.rate()).orElse(Double.NaN);
  }

  /** Returns the last step, which is 1.5 times the knee if that was searched. */
  private static Step last(Row row) {
    return row.steps().get(row.steps().size() - 1);
  }

  private static double p99AtTheLastRate(Row row) {
    return last(row).deliveries().latency().p99();
  }

  private static double missingAtTheLastRate(Row row) {
    return last(row).deliveries().expected() - last(row).deliveries().received();
  }
}
