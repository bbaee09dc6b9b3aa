package io.pagenow.presence;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.microsoft.playwright.impl.driver.Driver;
import io.pagenow.presence.local.Build;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks the types of the client library with the TypeScript compiler. */
class ClientTypesTest {

  private static final Path PROGRAMS = Path.of("src/test/typescript");
  private static final Path WEBAPP = Path.of("src/main/webapp");

  /** Matches an error of the compiler: {@code file.ts(7,20): error TS2345: …}. */
  private static final Pattern ERROR =
      Pattern.compile("^([^\\s(]*)\\((\\d+),\\d+\\): error (TS\\d+)");

  /** Matches the expected errors at the end of a line of a program. */
  private static final Pattern ANNOUNCEMENT = Pattern.compile("// (TS\\d+(?: TS\\d+)*)$");

  @Test
  void compilerFindsEveryMistakeInAProgramAndNoOther(@TempDir Path directory) throws Exception {
    for (String program : List.of("friends.ts", "mistakes.ts", "same.ts", "tsconfig.json")) {
      Files.copy(PROGRAMS.resolve(program), directory.resolve(program));
    }
    copyLibrary(directory, "js");
    copyLibrary(directory, "ts");
    // A copy without the types, so that the compiler infers types from the library itself.
    copyLibrary(Files.createDirectory(directory.resolve("library")), "js");
    List<String> mistakes = announced(Files.readAllLines(PROGRAMS.resolve("mistakes.ts")));

    String output = compile(directory);

    assertFalse(mistakes.isEmpty());
    assertEquals(mistakes, errors(output), output);
  }

  private static void copyLibrary(Path to, String ending) throws IOException {
    Path client = Files.createDirectories(to.resolve("client"));
    copy(WEBAPP, "presence-client.{d.ts,js}", ending, to);
    copy(WEBAPP.resolve("client"), "*", ending, client);
  }

  private static void copy(Path from, String names, String ending, Path to) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(from, names)) {
      for (Path file : files) {
        if (file.toString().endsWith(ending)) {
          Files.copy(file, to.resolve(file.getFileName()));
        }
      }
    }
  }

  private static List<String> announced(List<String> lines) {
    return IntStream.range(0, lines.size())
        .boxed()
        .flatMap(
            index ->
                ANNOUNCEMENT
                    .matcher(lines.get(index))
                    .results()
                    .flatMap(match -> Arrays.stream(match.group(1).split(" ", -1)))
                    .map(code -> "mistakes.ts " + (index + 1) + " " + code))
        .sorted()
        .toList();
  }

  private static List<String> errors(String output) {
    return output
        .lines()
        .filter(line -> line.contains("error TS"))
        .map(ClientTypesTest::error)
        .sorted()
        .toList();
  }

  /** Returns file, line and code of an error. Returns an error without a line unchanged. */
  private static String error(String line) {
    Matcher error = ERROR.matcher(line);
    return error.find() ? error.group(1) + " " + error.group(2) + " " + error.group(3) : line;
  }

  /**
   * Returns the output of the compiler. Runs it on the Node.js of Playwright, so that no
   * installation is needed.
   */
  private static String compile(Path directory) throws Exception {
    Driver playwright = Driver.ensureDriverInstalled(Map.of(), false);
    String node = playwright.createProcessBuilder().command().get(0);
    Process compiler =
        new ProcessBuilder(
                node, Build.output("typescript/lib/tsc.js").toString(), "--pretty", "false")
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .start();
    String output = new String(compiler.getInputStream().readAllBytes(), UTF_8);
    compiler.waitFor();
    return output;
  }
}
