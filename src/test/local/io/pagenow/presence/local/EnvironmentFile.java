package io.pagenow.presence.local;

import static java.util.stream.Collectors.toUnmodifiableMap;

import io.github.cdimascio.dotenv.Dotenv;
import io.github.cdimascio.dotenv.DotenvEntry;
import io.github.cdimascio.dotenv.DotenvException;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the variables of the deployment from the file {@code .env} of the project. */
final class EnvironmentFile {

  private static final Pattern ENTRY = Pattern.compile("Malformed entry (\\w+)=");

  private EnvironmentFile() {}

  /**
   * Returns the environment of this process together with the variables of a file. A variable of
   * the environment wins, even if its value is empty.
   *
   * @param file the file, which need not exist
   * @throws IllegalArgumentException if the file is malformed
   */
  static Map<String, String> read(Path file) {
    Path absolute = file.toAbsolutePath();
    try {
      return Dotenv.configure()
          .directory(String.valueOf(absolute.getParent()))
          .filename(String.valueOf(absolute.getFileName()))
          .ignoreIfMissing()
          .load()
          .entries()
          .stream()
          .collect(toUnmodifiableMap(DotenvEntry::getKey, DotenvEntry::getValue));
    } catch (DotenvException e) {
      throw new IllegalArgumentException(file + ": " + problem(e));
    }
  }

  /** Returns what is wrong, without the value, which may be a password. */
  private static String problem(DotenvException e) {
    Matcher entry = ENTRY.matcher(String.valueOf(e.getMessage()));
    return (entry.find() ? "the line of " + entry.group(1) : "a line")
        + " is malformed: write NAME=value, with double quotes if the value has spaces or #";
  }
}
