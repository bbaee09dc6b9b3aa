package io.pagenow.presence.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler.LegendPosition;

/** Draws plots of the measured values, as PNG files. */
final class Charts {

  private final Path directory;

  Charts(Path directory) {
    System.setProperty("java.awt.headless", "true");
    this.directory = directory;
  }

  /** Draws all plots, and returns their file names without the extension. */
  List<String> draw(List<Row> rows) throws IOException {
    List<String> names = new ArrayList<>();
    XYChart latency = chart("Latency against rate", "deliveries/s", "p99, ms");
    latency.getStyler().setYAxisLogarithmic(true);
    XYChart cpu = chart("CPU per delivery against rate", "deliveries/s", "CPU s per million");
    for (Row row : rows) {
      lines(latency, row, step -> Math.max(0.1, step.deliveries().latency().p99()));
      lines(cpu, row, step -> step.cpuPerMillion().ofSystem());
    }
    names.add(save(latency, "latency-against-rate"));
    names.add(save(cpu, "cpu-against-rate"));
    if (rows.stream().map(row -> row.size().users()).distinct().count() > 1) {
      names.add(save(memory(rows), "memory-against-connections"));
    }
    return names;
  }

  private static void lines(XYChart chart, Row row, ToDoubleFunction<Step> value) {
    List<Step> steps = row.steps().stream().sorted(Comparator.comparingInt(Step::rate)).toList();
    chart.addSeries(
        row.title(),
        steps.stream().mapToDouble(Step::rate).toArray(),
        steps.stream().mapToDouble(value).toArray());
  }

  private static XYChart memory(List<Row> rows) {
    XYChart chart = chart("Heap of idle connections", "connections", "MB");
    Map<String, List<Row>> series = new LinkedHashMap<>();
    for (Row row : rows) {
      Subject subject = row.subject();
      String name = subject.name() + " on " + subject.platform() + ", " + subject.nodes();
      series.computeIfAbsent(name, key -> new ArrayList<>()).add(row);
    }
    series.forEach(
        (name, all) -> {
          all.sort(Comparator.comparingInt(row -> row.size().users()));
          chart.addSeries(
              name,
              all.stream().mapToDouble(row -> row.size().users()).toArray(),
              all.stream()
                  .mapToDouble(row -> row.idle().heap() * row.size().users() / 1e6)
                  .toArray());
        });
    return chart;
  }

  private static XYChart chart(String title, String x, String y) {
    XYChart chart =
        new XYChartBuilder()
            .width(900)
            .height(520)
            .title(title)
            .xAxisTitle(x)
            .yAxisTitle(y)
            .build();
    chart.getStyler().setLegendPosition(LegendPosition.OutsideS);
    return chart;
  }

  private String save(XYChart chart, String name) throws IOException {
    BitmapEncoder.saveBitmap(chart, directory.resolve(name).toString(), BitmapFormat.PNG);
    return name;
  }
}
