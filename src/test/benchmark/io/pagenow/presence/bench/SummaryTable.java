package io.pagenow.presence.bench;

import java.util.List;
import java.util.Optional;

/** The first table of the report: each row in one line, and its ratios to the baseline. */
final class SummaryTable {

  private static final String NOTHING = "–";

  private final int reference;

  /**
   * Creates the table.
   *
   * @param reference the rate at which costs are compared, in deliveries a second
   */
  SummaryTable(int reference) {
    this.reference = reference;
  }

  /** Returns the table as Markdown, with a heading. */
  String text(List<Row> rows) {
    StringBuilder text = new StringBuilder("## Summary\n\n");
    text.append(
        Report.line(
            "| | knee, deliveries/s | CPU s per million at %,d/s | p99 at %,d/s, ms"
                + " | bytes an idle connection: heap, RSS, kernel | connects/s: fresh, warm"
                + " | close until told, ms: p50, p99 |\n"
                + "| --- | --- | --- | --- | --- | --- | --- |\n",
            reference, reference));
    for (Row row : rows) {
      text.append(summary(row));
      rows.stream()
          .filter(other -> row.isApplication() && other.measures(row))
          .findFirst()
          .ifPresent(baseline -> text.append(ratios(row, baseline)));
    }
    return text.append('\n').toString();
  }

  private static String summary(Row row) {
    Latency reference = row.reference().deliveries().latency();
    return Report.line(
        "| %s | %s | %.1f | %.1f | %,d, %,d, %,d | %,.0f, %,.0f | %.1f, %.1f |\n",
        row.title(),
        row.knee().map(step -> Report.line("%,d", step.rate())).orElse(NOTHING),
        row.reference().cpuPerMillion().ofSystem(),
        reference.p99(),
        row.idle().heap(),
        row.idle().resident(),
        row.idle().kernel(),
        row.freshConnects(),
        row.connects(),
        row.departure().p50(),
        row.departure().p99());
  }

  private static String ratios(Row row, Row baseline) {
    return Report.line(
        "| *times the baseline* | %s | %.2f | %.2f | %.2f, %.2f, %.2f | %.2f, %.2f | %.2f, %.2f |\n",
        knees(row.knee(), baseline.knee()),
        row.reference().cpuPerMillion().ofSystem()
            / baseline.reference().cpuPerMillion().ofSystem(),
        row.reference().deliveries().latency().p99()
            / baseline.reference().deliveries().latency().p99(),
        (double) row.idle().heap() / baseline.idle().heap(),
        (double) row.idle().resident() / baseline.idle().resident(),
        (double) row.idle().kernel() / baseline.idle().kernel(),
        row.freshConnects() / baseline.freshConnects(),
        row.connects() / baseline.connects(),
        row.departure().p50() / baseline.departure().p50(),
        row.departure().p99() / baseline.departure().p99());
  }

  private static String knees(Optional<Step> knee, Optional<Step> baseline) {
    return knee.isPresent() && baseline.isPresent()
        ? Report.line("%.2f", (double) knee.get().rate() / baseline.get().rate())
        : NOTHING;
  }
}
