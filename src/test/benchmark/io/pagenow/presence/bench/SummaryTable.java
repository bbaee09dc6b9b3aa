package io.pagenow.presence.bench;

import java.util.List;
import java.util.Optional;

/**
 * The first table of the report: each row in one line, and the application's ratios to the other
 * programs.
 */
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
                + " | snapshots/s | close until told, ms: p50, p99 |\n"
                + "| --- | --- | --- | --- | --- | --- | --- | --- |\n",
            reference, reference));
    for (Row row : rows) {
      text.append(summary(row));
      rows.stream()
          .filter(other -> row.isApplication() && other.measures(row))
          .forEach(other -> text.append(ratios(row, other)));
    }
    return text.append('\n').toString();
  }

  private static String summary(Row row) {
    Latency reference = row.reference().deliveries().latency();
    return Report.line(
        "| %s | %s | %.1f | %.1f | %,d, %,d, %,d | %,.0f, %,.0f | %s | %.1f, %.1f |\n",
        row.title(),
        row.knee().map(step -> Report.line("%,d", step.rate())).orElse(NOTHING),
        row.reference().cpuPerMillion().ofSystem(),
        reference.p99(),
        row.idle().heap(),
        row.idle().resident(),
        row.idle().kernel(),
        row.freshConnects(),
        row.connects(),
        number("%,.0f", row.snapshotsPerSecond()),
        row.departure().p50(),
        row.departure().p99());
  }

  private static String ratios(Row row, Row other) {
    return Report.line(
        "| *times %s* | %s | %.2f | %.2f | %s, %s, %s | %.2f, %.2f | %s | %.2f, %.2f |\n",
        other.subject().inText(),
        knees(row.knee(), other.knee()),
        row.reference().cpuPerMillion().ofSystem() / other.reference().cpuPerMillion().ofSystem(),
        row.reference().deliveries().latency().p99()
            / other.reference().deliveries().latency().p99(),
        ofBytes(row.idle().heap(), other.idle().heap()),
        ofBytes(row.idle().resident(), other.idle().resident()),
        ofBytes(row.idle().kernel(), other.idle().kernel()),
        row.freshConnects() / other.freshConnects(),
        row.connects() / other.connects(),
        number("%.2f", row.snapshotsPerSecond() / other.snapshotsPerSecond()),
        row.departure().p50() / other.departure().p50(),
        row.departure().p99() / other.departure().p99());
  }

  private static String knees(Optional<Step> knee, Optional<Step> other) {
    return knee.isPresent() && other.isPresent()
        ? Report.line("%.2f", (double) knee.get().rate() / other.get().rate())
        : NOTHING;
  }

  /** Formats a ratio. A warm process may need no more memory, or less, than it has already. */
  private static String ofBytes(long bytes, long other) {
    return bytes > 0 && other > 0 ? Report.line("%.2f", (double) bytes / other) : NOTHING;
  }

  /** Formats a number; NaN was not measured. */
  private static String number(String format, double value) {
    return Double.isNaN(value) ? NOTHING : Report.line(format, value);
  }
}
