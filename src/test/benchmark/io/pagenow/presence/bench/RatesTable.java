package io.pagenow.presence.bench;

import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The rates that two revisions were measured at, with the figures of all rounds.
 *
 * @param revision the other revision
 * @param before its rows
 * @param after the rows of this revision
 */
record RatesTable(String revision, List<Row> before, List<Row> after) {

  /** Returns the table as Markdown. */
  String text() {
    StringBuilder text =
        new StringBuilder("\n| deliveries/s | round | " + revision + ": CPU s per million; p99 ms;")
            .append(" missing; CPU s of others | this revision |\n")
            .append("| --- | --- | --- | --- |\n");
    TreeSet<Integer> rates =
        Stream.concat(before.stream(), after.stream())
            .flatMap(row -> row.steps().stream())
            .map(Step::rate)
            .collect(Collectors.toCollection(TreeSet::new));
    for (int rate : rates) {
      IntStream.range(0, before.size())
          .forEach(
              round ->
                  text.append(
                      Report.line(
                          "| %,d | %d | %s | %s |\n",
                          rate, round + 1, tries(before, round, rate), tries(after, round, rate))));
    }
    return text.toString();
  }

  /** Returns the figures of a rate in one round. A rate that failed was measured twice. */
  private static String tries(List<Row> rows, int round, int rate) {
    return rows.get(round).steps().stream()
        .filter(step -> step.rate() == rate)
        .map(RatesTable::figures)
        .collect(Collectors.joining(", "));
  }

  private static String figures(Step step) {
    Deliveries deliveries = step.deliveries();
    return Report.line(
        "%.1f; %,.0f; %,d; %.1f",
        step.cpuPerMillion().ofSystem(),
        deliveries.latency().p99(),
        deliveries.expected() - deliveries.received(),
        step.spent().ofOthers());
  }
}
