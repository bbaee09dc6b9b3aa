package io.pagenow.presence.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Which users see a user. The user chooses it. */
public enum Visibility {

  /** The accepted friends. This is the default. */
  FRIENDS,

  /** No other user: friends see the user as offline. */
  NOBODY;

  /** Returns the value in messages and in Redis. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Parses the output of {@link #text()}. Returns empty if the text is no visibility. */
  public static Optional<Visibility> parse(String text) {
    return Arrays.stream(values()).filter(value -> value.text().equals(text)).findFirst();
  }
}
