package io.pagenow.presence;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pagenow.presence.testing.Markdown;
import io.pagenow.presence.testing.MonitoringFiles;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Checks the alert rules, the scrape example and the dashboard with Prometheus' own program.
 * MetricsIT compares their metrics with those of a running node.
 */
class MonitoringTest {

  private static final Pattern TESTED = Pattern.compile("alertname: (\\w+)\n +exp_alerts:\n");
  private static final Pattern QUIET = Pattern.compile("alertname: (\\w+)\n +exp_alerts: \\[]");

  @Test
  void rulesAreValidAndFireForTheirFaults() throws Exception {
    promtool("check", "rules", "alerts.yaml");
    promtool("test", "rules", "alerts-test.yaml");
  }

  @Test
  void scrapeExampleIsValid() throws Exception {
    promtool("check", "config", "--syntax-only", "prometheus.yaml");
  }

  @Test
  void panelsHaveValidExpressions(@TempDir Path directory) throws Exception {
    List<String> panels = MonitoringFiles.panelExpressions();
    assertTrue(panels.size() > 20, panels.toString());
    List<String> rules = new ArrayList<>();
    for (String panel : panels) {
      String expression = panel.replace("$__rate_interval", "5m").replace("$instance", ".*");
      rules.add("      - record: panel_" + rules.size() + "\n        expr: " + expression + "\n");
    }
    Path file = directory.resolve("panels.yaml");
    Files.writeString(file, "groups:\n  - name: panels\n    rules:\n" + String.join("", rules));
    promtool("check", "rules", file.toString());
  }

  @Test
  void everyAlertIsTestedAndExplained() throws IOException {
    Set<String> alerts = new HashSet<>(MonitoringFiles.alertNames());
    assertEquals(MonitoringFiles.alertNames().size(), MonitoringFiles.ruleExpressions().size());
    String tests = Files.readString(MonitoringFiles.DIRECTORY.resolve("alerts-test.yaml"));

    assertEquals(alerts, found(TESTED, tests), "an alert that fires");
    assertEquals(alerts, found(QUIET, tests), "an alert that does not fire");
    assertEquals(
        alerts,
        Markdown.table(Path.of("docs/operations.md"), "Alerts").stream()
            .map(row -> row.get(0).replace("`", ""))
            .collect(Collectors.toSet()));
  }

  private static Set<String> found(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .map(result -> result.group(1))
        .collect(Collectors.toSet());
  }

  private static void promtool(String... arguments) throws Exception {
    boolean installed =
        Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
            .anyMatch(directory -> Files.isExecutable(Path.of(directory, "promtool")));
    assumeTrue(installed, "promtool is not installed: apt-get install prometheus");
    List<String> command = new ArrayList<>(List.of("promtool"));
    Collections.addAll(command, arguments);
    Process process =
        new ProcessBuilder(command)
            .directory(MonitoringFiles.DIRECTORY.toFile())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), command.stream().collect(joining(" ")) + "\n" + output);
  }
}
