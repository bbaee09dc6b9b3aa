package io.pagenow.presence.bench;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;

/** Writes the results as Markdown and plots. */
final class Report {

  static final String NAME = "report.md";

  private final Options options;

  Report(Options options) {
    this.options = options;
  }

  /** Writes the report of the rows that are complete so far. */
  void write(List<Row> rows) throws IOException {
    Files.createDirectories(options.directory());
    StringBuilder text = new StringBuilder();
    text.append("# Benchmark\n\n")
        .append(machine())
        .append(new SummaryTable(options.reference()).text(rows))
        .append(connects(rows));
    if (rows.stream().anyMatch(row -> !row.snapshots().isEmpty())) {
      text.append(snapshots(rows));
    }
    text.append(returns(rows));
    text.append(steps(rows));
    for (String plot : new Charts(options.directory()).draw(rows)) {
      text.append("![%s](%s.png)\n\n".formatted(plot.replace('-', ' '), plot));
    }
    Files.writeString(options.directory().resolve(NAME), text.toString().stripTrailing() + "\n");
  }

  private String machine() throws IOException {
    return line(
        "%s. %d cores, %s of memory, Linux %s, Java %s; servers, stores and the generator share"
            + " them. Graph: random, seed %d. Steps of %d s, latencies without the first %d s of"
            + " each.\n\n",
        LocalDate.now(ZoneOffset.UTC),
        Runtime.getRuntime().availableProcessors(),
        memory(),
        System.getProperty("os.version"),
        System.getProperty("java.version"),
        options.seed(),
        options.step().toSeconds(),
        Options.RAMP.toSeconds());
  }

  private static String memory() throws IOException {
    return Files.readAllLines(Path.of("/proc/meminfo")).stream()
        .filter(line -> line.startsWith("MemTotal"))
        .map(line -> Math.round(Long.parseLong(line.replaceAll("\\D", "")) / 1e6) + " GB")
        .findFirst()
        .orElse("?");
  }

  private static String connects(List<Row> rows) {
    StringBuilder text =
        new StringBuilder(
            """
            ## Connects

            | | the first on a fresh server, connects/s | after many, connects/s | refused, tried again | CPU ms each | of which |
            | --- | --- | --- | --- | --- | --- |
            """);
    for (Row row : rows) {
      text.append(
          line(
              "| %s | %,.0f | %,.0f | %,d | %.2f | %s |\n",
              row.title(),
              row.freshConnects(),
              row.connects(),
              row.refused(),
              row.connectCpu().ofSystem(),
              parts("%s %.2f", row.connectCpu())));
    }
    return text.append('\n').toString();
  }

  private static String snapshots(List<Row> rows) {
    StringBuilder text =
        new StringBuilder(
            """
            ## `GET /presence`

            | | clients | snapshots/s | bytes | ms: p50, p99 | CPU s per million | of which |
            | --- | --- | --- | --- | --- | --- | --- |
            """);
    for (Row row : rows) {
      for (SnapshotLoad.Rate rate : row.snapshots()) {
        text.append(
            line(
                "| %s | %d | %,.0f | %,d | %.1f, %.1f | %.0f | %s |\n",
                row.title(),
                rate.clients(),
                rate.perSecond(),
                rate.bytes(),
                rate.latency().p50(),
                rate.latency().p99(),
                rate.cpuPerMillion().ofSystem(),
                parts("%s %.1f", rate.cpuPerMillion())));
      }
    }
    return text.append('\n').toString();
  }

  private String returns(List<Row> rows) {
    StringBuilder text = new StringBuilder("## Many who come back at once\n\n");
    text.append(
        line(
            "Their sockets break within a second, while the others go on with %,d deliveries a"
                + " second.\n\n"
                + "| | clients | s until all are back | updates of the others before, ms: p50, p99"
                + " | meanwhile: p50, p99, p99.9, max | timeouts that they were told |\n"
                + "| --- | --- | --- | --- | --- | --- |\n",
            options.reference()));
    for (Row row : rows) {
      Returns.Result returns = row.returns();
      Latency before = returns.before();
      Latency meanwhile = returns.meanwhile();
      text.append(
          line(
              "| %s | %,d | %.1f | %.1f, %.1f | %.1f, %.1f, %.1f, %.1f | %,d |\n",
              row.title(),
              returns.clients(),
              returns.seconds(),
              before.p50(),
              before.p99(),
              meanwhile.p50(),
              meanwhile.p99(),
              meanwhile.p999(),
              meanwhile.max(),
              returns.timeouts()));
    }
    return text.append('\n').toString();
  }

  private static String steps(List<Row> rows) {
    StringBuilder text = new StringBuilder("## Rates\n\n");
    text.append("CPU is in seconds per million deliveries.\n\n");
    for (Row row : rows) {
      text.append(
          """
          ### %s

          | deliveries/s | missing | refused updates | duplicates | out of order | p50 ms | p99 | p99.9 | max | CPU | of which |
          | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
          """
              .formatted(row.title()));
      row.steps().stream().map(Report::step).forEach(text::append);
      text.append('\n');
    }
    return text.toString();
  }

  private static String step(Step step) {
    Deliveries deliveries = step.deliveries();
    Latency latency = deliveries.latency();
    return line(
        "| %,d%s | %,d | %,d | %,d | %,d | %.1f | %.1f | %.1f | %.1f | %.1f | %s |\n",
        step.rate(),
        step.isBorne() ? "" : " (too high)",
        deliveries.expected() - deliveries.received(),
        deliveries.refused(),
        deliveries.duplicates(),
        deliveries.outOfOrder(),
        latency.p50(),
        latency.p99(),
        latency.p999(),
        latency.max(),
        step.cpuPerMillion().ofSystem(),
        parts("%s %.1f", step.cpuPerMillion()));
  }

  static String parts(String format, Usage.Spent cpu) {
    return cpu.seconds().entrySet().stream()
        .map(part -> line(format, part.getKey(), part.getValue()))
        .collect(joining(", "));
  }

  /** Formats numbers as in English. */
  static String line(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }
}
