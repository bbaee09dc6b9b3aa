package io.pagenow.presence.model;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One open socket, written {@code <node>-<serial>}. No two sockets ever share an id, so a late
 * close cannot be taken for that of a newer connection.
 */
public record ConnectionId(NodeId node, long serial) {

  private static final Pattern FORM = Pattern.compile("([^-]+)-(\\d{1,18})");

  /** Reads what {@link #toString()} wrote; empty where the text is no id of this application. */
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
