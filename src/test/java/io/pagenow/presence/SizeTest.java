package io.pagenow.presence;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Checks the sizes of classes, packages and lines: a larger class or package has several jobs. */
class SizeTest {

  private static final int LINES_OF_A_CLASS = 200;
  private static final int LINES_OF_A_PACKAGE = 900;

  /** The limit of {@code .editorconfig} for prose. */
  private static final int LENGTH_OF_A_LINE = 120;

  @Test
  void classesAreSmall() throws IOException {
    Map<Path, Integer> classes = linesOf("src");
    classes.putAll(linesOf("server-config"));
    assertTrue(classes.size() > 100);
    classes.values().removeIf(lines -> lines <= LINES_OF_A_CLASS);

    assertEquals(Map.of(), classes);
  }

  @Test
  void packagesAreSmall() throws IOException {
    Map<Path, Integer> packages = new TreeMap<>();
    for (String sources : List.of("src/main/java", "server-config/aws/src/main/java")) {
      linesOf(sources)
          .forEach((file, lines) -> packages.merge(file.getParent(), lines, Integer::sum));
    }
    assertTrue(packages.size() > 10);
    packages.values().removeIf(lines -> lines <= LINES_OF_A_PACKAGE);

    assertEquals(Map.of(), packages);
  }

  @Test
  void linesOfProseAreShort() throws IOException {
    List<Path> documents = documents();
    assertTrue(documents.size() > 50);
    List<String> longLines = new ArrayList<>();
    for (Path document : documents) {
      boolean code = false;
      for (String line : Files.readAllLines(document)) {
        code ^= line.strip().startsWith("```");
        if (!code && !line.startsWith("|") && line.length() > LENGTH_OF_A_LINE) {
          longLines.add(document + ": " + line);
        }
      }
    }

    assertEquals(List.of(), longLines);
  }

  private static List<Path> documents() throws IOException {
    List<Path> documents = new ArrayList<>();
    for (String directory : List.of(".", "docs", "server-config", "src")) {
      int depth = directory.equals(".") ? 1 : Integer.MAX_VALUE;
      try (Stream<Path> files = Files.walk(Path.of(directory), depth)) {
        files
            .filter(file -> file.toString().endsWith(".md"))
            .filter(file -> !file.toString().contains("/target/"))
            .forEach(documents::add);
      }
    }
    return documents;
  }

  /** Returns the number of lines of each class below a directory. */
  private static Map<Path, Integer> linesOf(String directory) throws IOException {
    Map<Path, Integer> lines = new TreeMap<>();
    try (Stream<Path> files = Files.walk(Path.of(directory))) {
      for (Path file : files.filter(file -> file.toString().endsWith(".java")).toList()) {
        lines.put(file, Files.readAllLines(file).size());
      }
    }
    return lines;
  }
}
