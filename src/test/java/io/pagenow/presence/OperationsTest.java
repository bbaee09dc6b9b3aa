package io.pagenow.presence;

import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.delivery.Disconnect;
import io.pagenow.presence.testing.Markdown;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Checks the incidents and faults of {@code docs/operations.md}: who plays them, what they show.
 */
class OperationsTest {

  private static final Path PAGE = Path.of("docs/operations.md");
  private static final Pattern PLAYED = Pattern.compile("`(\\w+(?:Test|IT|Contract))\\.(\\w+)`");
  private static final Pattern QUOTED = Pattern.compile("`([a-z-]+)`");

  @Test
  void theTestsThatPlayAStoryExist() throws IOException {
    Map<String, String> tests = tests();
    List<String> missing = new ArrayList<>();
    List<MatchResult> named = PLAYED.matcher(Files.readString(PAGE)).results().toList();
    for (MatchResult test : named) {
      String text = tests.getOrDefault(test.group(1), "");
      if (!text.contains(" void " + test.group(2) + "(")) {
        missing.add(test.group());
      }
    }

    assertEquals(List.of(), missing);
    assertTrue(named.size() > 30, named.size() + " tests are named");
  }

  @Test
  void everyStoryIsPlayed() throws IOException {
    String[] stories =
        Files.readString(PAGE).split("## Incidents", 2)[1].split("\n## ", 2)[0].split("\n### ", -1);
    assertEquals(5 + 1, stories.length);
    for (String story : Arrays.asList(stories).subList(1, stories.length)) {
      assertTrue(story.contains("\nPlayed by `") || story.contains(" Played by\n`"), story);
    }
  }

  /**
   * The close of a connection by a node is a fault, a rule, or the wish of a user or an operator.
   */
  @Test
  void everyReasonOfACloseHasAFaultThatExplainsIt() throws IOException {
    Set<String> explained =
        Markdown.table(PAGE, "Faults and their explanations").stream()
            .flatMap(row -> QUOTED.matcher(row.get(1)).results())
            .map(found -> found.group(1))
            .collect(toCollection(TreeSet::new));
    Set<String> reasons =
        Arrays.stream(Disconnect.values())
            .map(reason -> reason.reason().replace(' ', '-'))
            .collect(toCollection(TreeSet::new));
    reasons.removeAll(explained);

    assertEquals(Set.of(), reasons);
  }

  @Test
  void thePageForOperatorsHasWordsForEveryReasonOfAClose() throws IOException {
    String words = Files.readString(Path.of("src/main/webapp/operator/words.js"));
    for (Disconnect reason : Disconnect.values()) {
      String key = "'closed/" + reason.reason().replace(' ', '-') + "': ";
      assertEquals(2, words.split(Pattern.quote(key), -1).length - 1, key + "in two languages");
    }
  }

  /** Returns the texts of all test classes by name. */
  private static Map<String, String> tests() throws IOException {
    Map<String, String> tests = new HashMap<>();
    try (Stream<Path> files = Files.walk(Path.of("src/test"))) {
      for (Path file : files.filter(file -> file.toString().endsWith(".java")).toList()) {
        String name = file.getFileName().toString().replace(".java", "");
        tests.put(name, Files.readString(file));
      }
    }
    return tests;
  }
}
