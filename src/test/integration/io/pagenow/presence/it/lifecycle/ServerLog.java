package io.pagenow.presence.it.lifecycle;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** What a server has logged since a point in time, in the format of WildFly or of Payara. */
final class ServerLog {

  /** Each record begins with its time. */
  private static final Pattern RECORD = Pattern.compile("(?m)^(?=\\[?\\d{4}-\\d\\d-\\d\\d[T ])");

  private static final Pattern STACK_TRACE = Pattern.compile("(?m)^\\s+(at |\\.\\.\\. ).*\\R?");
  private static final Pattern WARNING = Pattern.compile("^.{0,80}(WARN|ERROR|SEVERE|FATAL)");

  /** Found in each record of this application, and in those that its descriptors cause. */
  private static final Pattern OURS = Pattern.compile("pagenow|private module");

  private final Path file;
  private final int start;

  /** Creates the log of a server from now on. */
  ServerLog(Path file) throws IOException {
    this(file, Files.exists(file) ? Files.readString(file).length() : 0);
  }

  /** Creates the log of a server from this character on. */
  ServerLog(Path file, int start) {
    this.file = file;
    this.start = start;
  }

  String text() throws IOException {
    return Files.exists(file) ? Files.readString(file).substring(start) : "";
  }

  /** Returns all records that contain the text. */
  List<String> records(String text) throws IOException {
    return records().stream().filter(record -> record.contains(text)).toList();
  }

  /** Returns the warnings and errors of the application since the record with this text. */
  List<String> warningsAfter(String text) throws IOException {
    return records().stream()
        .dropWhile(record -> !record.contains(text))
        .filter(record -> WARNING.matcher(record).find() && OURS.matcher(record).find())
        .toList();
  }

  /** Waits until a record contains all texts. */
  void await(String... texts) {
    awaitLast(Integer.MAX_VALUE, texts);
  }

  /** Waits until one of the last records contains all texts. */
  void awaitLast(int count, String... texts) {
    Awaitility.await()
        .atMost(Duration.ofMinutes(5))
        .untilAsserted(
            () -> {
              List<String> records = records();
              List<String> last =
                  records.subList(Math.max(0, records.size() - count), records.size());
              assertTrue(
                  last.stream().anyMatch(record -> Arrays.stream(texts).allMatch(record::contains)),
                  () -> Arrays.toString(texts) + " in\n" + String.join("", last));
            });
  }

  /** Returns all records, without stack traces. */
  private List<String> records() throws IOException {
    return new ArrayList<>(
        Arrays.stream(RECORD.split(text()))
            .filter(record -> !record.isBlank())
            .map(record -> STACK_TRACE.matcher(record).replaceAll(""))
            .toList());
  }
}
