package io.pagenow.presence.testing;

import io.pagenow.presence.metrics.Meters;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Metrics in Prometheus' text format.
 *
 * @param samples the values by name and labels, for example {@code a_total{code="1"}}
 */
public record MetricText(Map<String, Double> samples) {

  private static final Pattern SAMPLE =
      Pattern.compile("([a-zA-Z_:][\\w:]*)(\\{[^}]*})? (\\S+)( \\d+)?");

  /**
   * Parses a text.
   *
   * @throws IllegalArgumentException if a line is neither a comment nor a sample
   */
  public static MetricText parse(String text) {
    Map<String, Double> samples = new TreeMap<>();
    for (String line : text.lines().toList()) {
      if (!line.startsWith("#")) {
        Matcher sample = SAMPLE.matcher(line);
        if (!sample.matches()) {
          throw new IllegalArgumentException(line);
        }
        String labels = sample.group(2) == null ? "" : sample.group(2);
        samples.put(sample.group(1) + labels, number(sample.group(3)));
      }
    }
    return new MetricText(samples);
  }

  /** Reads the current values of meters. */
  public static MetricText of(Meters meters) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      meters.write(bytes);
      return parse(bytes.toString(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the sum of all samples with the name whose labels include the given ones. */
  public double value(String name, String... labels) {
    return samples.entrySet().stream()
        .filter(sample -> sample.getKey().replaceFirst("\\{.*", "").equals(name))
        .filter(sample -> List.of(labels).stream().allMatch(sample.getKey()::contains))
        .mapToDouble(Map.Entry::getValue)
        .sum();
  }

  /** Returns the names of all samples. */
  public Set<String> names() {
    return samples.keySet().stream()
        .map(key -> key.replaceFirst("\\{.*", ""))
        .collect(Collectors.toSet());
  }

  private static double number(String text) {
    return switch (text) {
      case "+Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }
}
