package io.pagenow.presence.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads tables and links of the project's Markdown documents. */
public final class Markdown {

  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s#]*)(?:#([^)\\s]*))?\\)");
  private static final Pattern OUTSIDE = Pattern.compile("(target|\\.git|\\.idea)(/.*)?");

  private Markdown() {}

  /** Returns the documents in a folder, without those of a build. */
  public static List<Path> pages(Path folder) throws IOException {
    List<Path> entries;
    try (Stream<Path> top = Files.list(folder)) {
      entries = top.filter(entry -> !OUTSIDE.matcher(entry.toString()).matches()).toList();
    }
    List<Path> pages = new ArrayList<>();
    for (Path entry : entries) {
      try (Stream<Path> all = Files.walk(entry)) {
        all.filter(path -> path.toString().endsWith(".md")).forEach(pages::add);
      }
    }
    return pages;
  }

  /**
   * Returns the cells of the first table below a heading, row by row, without its head.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static List<List<String>> table(Path page, String heading) throws IOException {
    List<List<String>> rows =
        Files.readAllLines(page).stream()
            .dropWhile(line -> !line.matches("#+ " + heading))
            .dropWhile(line -> !line.startsWith("|"))
            .takeWhile(line -> line.startsWith("|"))
            .skip(2)
            .map(line -> Arrays.stream(line.split("\\|", -1)).skip(1).map(String::strip).toList())
            .toList();
    if (rows.isEmpty()) {
      throw new IllegalArgumentException(page + " has no table below the heading " + heading);
    }
    return rows;
  }

  /**
   * Returns the first block of code in a language.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static String code(Path page, String language) throws IOException {
    String code =
        Files.readAllLines(page).stream()
            .dropWhile(line -> !line.equals("```" + language))
            .skip(1)
            .takeWhile(line -> !line.equals("```"))
            .collect(Collectors.joining("\n"));
    if (code.isEmpty()) {
      throw new IllegalArgumentException(page + " has no code in " + language);
    }
    return code;
  }

  /** Returns the relative links of a page whose file or heading does not exist. */
  public static List<String> brokenLinks(Path page) throws IOException {
    List<String> broken = new ArrayList<>();
    for (MatchResult link : LINK.matcher(prose(page)).results().toList()) {
      String file = link.group(1);
      String anchor = link.group(2);
      if (file.contains(":")) {
        continue; // Not relative.
      }
      Path target = file.isEmpty() ? page : page.resolveSibling(file).normalize();
      if (!Files.exists(target) || (anchor != null && !anchors(target).contains(anchor))) {
        broken.add(page + ": " + link.group());
      }
    }
    return broken;
  }

  /** The anchors of the headings, as GitHub makes them. */
  private static Set<String> anchors(Path page) throws IOException {
    return prose(page)
        .lines()
        .filter(line -> line.startsWith("#"))
        .map(line -> line.replaceFirst("^#+ ", "").toLowerCase(Locale.ROOT))
        .map(heading -> heading.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
        .collect(Collectors.toSet());
  }

  private static String prose(Path page) throws IOException {
    return Files.readString(page).replaceAll("(?s)```.*?```", "");
  }
}
