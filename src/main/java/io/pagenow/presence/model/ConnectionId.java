package io.pagenow.presence.model;

/**
 * One open socket, written {@code <node>-<serial>}. No two sockets ever share an id, so a late
 * close cannot be taken for that of a newer connection.
 */
public record ConnectionId(NodeId node, long serial) {

  /**
   * Reads what {@link #toString()} wrote.
   *
   * @throws IllegalArgumentException where the text is no connection id of this application
   */
  public static ConnectionId parse(String text) {
    int dash = text.indexOf('-');
    if (dash < 0) {
      throw new IllegalArgumentException("Not a connection id: " + text);
    }
    return new ConnectionId(
        new NodeId(text.substring(0, dash)), Long.parseLong(text.substring(dash + 1)));
  }

  @Override
  public String toString() {
    return node + "-" + serial;
  }
}
