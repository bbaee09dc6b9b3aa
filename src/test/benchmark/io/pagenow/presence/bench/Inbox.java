package io.pagenow.presence.bench;

/** The ways in which events can travel to other nodes, which {@link InboxCost} compares. */
enum Inbox {
  /** A stream for each node, which is read as nodes do. */
  STREAM("", ""),

  /** The same, but a round has one command, and trims once a second. */
  STREAM_LEAN("", ""),

  /** The same, with at least 5 milliseconds between two reads. */
  STREAM_LEAN_5_MS("", ""),

  /** A channel for each node. */
  PUBLISH(
      "local function post(node, ...)",
      "redis.call('PUBLISH', inbox .. node, cjson.encode({...})) do return true end"),

  /** One channel, to which all nodes are subscribed. */
  PUBLISH_ONCE(
      "local function publish(node, user, ...)",
      "redis.call('PUBLISH', inbox, cjson.encode({'user', user, ...})) do return end");

  private final String function;
  private final String body;

  Inbox(String function, String body) {
    this.function = function;
    this.body = body;
  }

  boolean isStream() {
    return this == STREAM || this == STREAM_LEAN || this == STREAM_LEAN_5_MS;
  }

  /** Returns the script with another way to publish. */
  String change(String script) {
    if (!script.contains(function)) {
      throw new IllegalStateException("The scripts do not have the line " + function);
    }
    return function.isEmpty() ? script : script.replace(function, function + "\n" + body);
  }
}
