package io.pagenow.presence.bench;

/** The ways in which events can travel to other nodes, which {@link InboxCost} compares. */
enum Inbox {
  /** A stream for each node, as before channels. */
  STREAM(false, "local message = false"),

  /** A channel for each node, as now. Nodes still read their streams, which are empty. */
  CHANNEL(true, Inbox.MESSAGE),

  /** The same with messages in JSON. */
  CHANNEL_JSON(true, "local message = cjson.encode({'user', user, ...})"),

  /** The same with messages in MessagePack. */
  CHANNEL_MSGPACK(true, "local message = cmsgpack.pack({'user', user, ...})");

  private static final String MESSAGE =
      "local message = not has_chosen and table.concat({'user', user, ...}, '\\0')";

  private final boolean subscribed;
  private final String message;

  Inbox(boolean subscribed, String message) {
    this.subscribed = subscribed;
    this.message = message;
  }

  /** Returns whether nodes subscribe to channels. */
  boolean isSubscribed() {
    return subscribed;
  }

  /** Returns the script with another way to publish. */
  String change(String script) {
    if (!script.contains(MESSAGE)) {
      throw new IllegalStateException("The scripts do not have the line " + MESSAGE);
    }
    return script.replace(MESSAGE, message);
  }
}
