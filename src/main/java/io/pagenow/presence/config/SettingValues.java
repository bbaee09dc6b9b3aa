package io.pagenow.presence.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.Config;

/**
 * The values of settings by name, checked. All methods throw {@link IllegalArgumentException} if a
 * value is not valid; the message names the setting.
 */
record SettingValues(Config config) {

  private static final int MIN_SECRET = 16;

  /** Returns a text without white space around it; empty if it is missing or blank. */
  Optional<String> text(String name) {
    return config.getOptionalValue(name, String.class).map(String::strip).filter(s -> !s.isEmpty());
  }

  /** Returns a secret of at least 16 characters; empty if it is missing or blank. */
  Optional<String> secret(String name) {
    Optional<String> secret = text(name);
    if (secret.filter(value -> value.length() < MIN_SECRET).isPresent()) {
      throw new IllegalArgumentException(
          name + " must have at least " + MIN_SECRET + " characters; not shown, as it is a secret");
    }
    return secret;
  }

  /** Returns the items of a comma-separated list. */
  Set<String> list(String name) {
    return text(name).stream()
        .flatMap(values -> Arrays.stream(values.split(",", -1)))
        .map(String::strip)
        .filter(value -> !value.isEmpty())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Returns whether a setting is {@code true}. */
  boolean flag(String name, boolean otherwise) {
    String value = text(name).orElse(String.valueOf(otherwise));
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw new IllegalArgumentException(name + " must be true or false, not '" + value + "'");
    };
  }

  /** Returns a whole number within limits, which are both included. */
  int number(String name, int otherwise, int least, int most) {
    String text = text(name).orElse(null);
    if (text == null) {
      return otherwise;
    }
    try {
      int number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Reported below, together with the limits.
    }
    throw new IllegalArgumentException(
        name + " must be a whole number from " + least + " to " + most + ", not '" + text + "'");
  }
}
