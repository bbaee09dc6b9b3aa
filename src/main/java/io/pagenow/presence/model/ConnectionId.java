package io.pagenow.presence.model;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The id of one connection, written {@code <node>-<serial>}. No two connections ever share an id,
 * so a late close cannot end a newer connection.
 */
public record ConnectionId(NodeId node, long serial) {

  private static final Pattern FORM = Pattern.compile("([^-]+)-(\\d{1,18})");

  /** Parses the output of {@link #toString()}. Returns empty if the text is not a connection id. */
  public static Optional<ConnectionId> parse(String text) {
    Matcher parts = FORM.matcher(text);
    return parts.matches()
        ? Optional.of(new ConnectionId(new NodeId(parts.group(1)), Long.parseLong(parts.group(2))))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return node + "-" + serial;
  }
}
