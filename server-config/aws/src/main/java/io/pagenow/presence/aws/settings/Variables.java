package io.pagenow.presence.aws.settings;

import io.github.cdimascio.dotenv.Dotenv;
import io.github.cdimascio.dotenv.DotenvEntry;
import io.github.cdimascio.dotenv.DotenvException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The variables of {@code .env} and of the environment. Collects all problems, so that one message
 * can name every missing variable. Not thread-safe.
 */
public final class Variables {

  public static final String NONE = "none";

  private static final Pattern ENTRY = Pattern.compile("Malformed entry (\\w+)=");

  private final Map<String, String> values;
  private final List<String> problems = new ArrayList<>();

  public Variables(Map<String, String> values) {
    this.values = Map.copyOf(values);
  }

  /**
   * Reads the file {@code .env}, if there is one. A variable of the environment wins.
   *
   * @param directory the directory of the file
   * @throws IllegalArgumentException if the file is malformed
   */
  public static Variables read(Path directory) {
    try {
      return new Variables(
          Dotenv.configure()
              .directory(directory.toAbsolutePath().normalize().toString())
              .ignoreIfMissing()
              .load()
              .entries()
              .stream()
              .collect(Collectors.toMap(DotenvEntry::getKey, DotenvEntry::getValue)));
    } catch (DotenvException e) {
      throw new IllegalArgumentException(".env: " + problem(e));
    }
  }

  /** Returns what is wrong, without the value, which may be a password. */
  private static String problem(DotenvException e) {
    Matcher entry = ENTRY.matcher(String.valueOf(e.getMessage()));
    return (entry.find() ? "the line of " + entry.group(1) : "a line")
        + " is malformed: write NAME=value, with double quotes if the value has spaces or #";
  }

  /** Returns the stripped value; empty if the variable is missing or has no text. */
  public Optional<String> text(String name) {
    return Optional.ofNullable(values.get(name)).map(String::strip).filter(s -> !s.isEmpty());
  }

  /** Returns the value like {@link #text}, but treats {@code none} as missing. */
  public Optional<String> unlessNone(String name) {
    return text(name).filter(value -> !value.equals(NONE));
  }

  /**
   * Returns the value. If it is missing or malformed, notes a problem and returns any text.
   *
   * @param form the form of the value, as a regular expression
   * @param meaning what the variable is, for the message
   */
  public String required(String name, String form, String meaning) {
    String value = text(name).orElse("");
    if (value.isEmpty()) {
      problem(name + " is missing: " + meaning);
    } else {
      checkForm(name, value, form, meaning);
    }
    return value;
  }

  /** Returns the value like {@link #required}; empty if it is {@code none}. */
  public Optional<String> requiredOrNone(String name, String form, String meaning) {
    if (text(name).filter(NONE::equals).isPresent()) {
      return Optional.empty();
    }
    return Optional.of(required(name, form, meaning + ", or none"));
  }

  /** Returns the value; empty if it is missing or {@code none}. Notes a problem as above. */
  public Optional<String> optional(String name, String form, String meaning) {
    Optional<String> value = unlessNone(name);
    value.ifPresent(text -> checkForm(name, text, form, meaning));
    return value;
  }

  /**
   * Returns a whole number, by default {@code otherwise}. Notes a problem if it is out of limits.
   */
  public int number(String name, int otherwise, int least, int most) {
    String text = unlessNone(name).orElse(Integer.toString(otherwise));
    try {
      int number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Noted below, together with the limits.
    }
    problem(
        name + " must be a whole number from " + least + " to " + most + ", not '" + text + "'");
    return otherwise;
  }

  /** Notes a problem for {@link #check}. */
  public void problem(String message) {
    problems.add(message);
  }

  /**
   * Does nothing if there was no problem.
   *
   * @throws IllegalArgumentException if there was a problem; the message has a line for each
   */
  public void check() {
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(
          "The stack cannot be made from .env and the environment (see .env.example):\n  "
              + String.join("\n  ", problems));
    }
  }

  private void checkForm(String name, String value, String form, String meaning) {
    if (!Pattern.matches(form, value)) {
      // The value may be a secret in the wrong place, so the message does not have it.
      problem(name + " is malformed: it must be " + meaning);
    }
  }
}
