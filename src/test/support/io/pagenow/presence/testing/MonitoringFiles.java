package io.pagenow.presence.testing;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads the files in {@code server-config/monitoring}. */
public final class MonitoringFiles {

  public static final Path DIRECTORY = Path.of("server-config/monitoring");

  private static final Pattern RULE = Pattern.compile("(?m)^ *expr: (.+)$");
  private static final Pattern ALERT = Pattern.compile("(?m)^ *- alert: (\\w+)$");
  private static final Pattern TEXT = Pattern.compile("\"[^\"]*\"");
  private static final Pattern METRIC = Pattern.compile("\\b(presence|jvm|process|system)_\\w+");

  private MonitoringFiles() {}

  /** Returns the expressions of all alert rules. */
  public static List<String> ruleExpressions() throws IOException {
    return RULE.matcher(alerts()).results().map(found -> found.group(1)).toList();
  }

  /** Returns the names of all alerts. */
  public static List<String> alertNames() throws IOException {
    return ALERT.matcher(alerts()).results().map(found -> found.group(1)).toList();
  }

  /** Returns the expressions of all panels of the dashboard. */
  public static List<String> panelExpressions() throws IOException {
    try (JsonReader reader =
        Json.createReader(Files.newBufferedReader(DIRECTORY.resolve("grafana-dashboard.json")))) {
      List<String> expressions = new ArrayList<>();
      collect(reader.readObject(), expressions);
      return expressions;
    }
  }

  /** Returns the names of the metrics in an expression. */
  public static Set<String> metricsIn(String expression) {
    return METRIC
        .matcher(TEXT.matcher(expression).replaceAll(""))
        .results()
        .map(MatchResult::group)
        .collect(Collectors.toSet());
  }

  private static void collect(JsonValue value, List<String> expressions) {
    if (value instanceof JsonObject object) {
      object.forEach(
          (name, member) -> {
            if (name.equals("expr") && member instanceof JsonString text) {
              expressions.add(text.getString());
            } else {
              collect(member, expressions);
            }
          });
    } else if (value instanceof JsonArray array) {
      array.forEach(member -> collect(member, expressions));
    }
  }

  private static String alerts() throws IOException {
    return Files.readString(DIRECTORY.resolve("alerts.yaml"));
  }
}
