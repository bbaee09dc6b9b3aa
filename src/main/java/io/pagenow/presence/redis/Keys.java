package io.pagenow.presence.redis;

import java.util.List;

/**
 * The names of all keys. Those without a prefix are read by other services, so their names, types
 * and values stay as they are; what begins with {@code presence:} is this service's own.
 */
final class Keys {

  /** A stream for each node; its id is to be appended. */
  static final String INBOX = "presence:inbox:";

  /** What every script gets as KEYS; {@code prelude.lua} says what each holds. */
  static final List<String> ALL =
      List.of(
          "presence_user_connection",
          "presence_connection_user",
          "status",
          "page",
          "latest_page",
          "presence:connections",
          "presence:version",
          "presence:claims",
          "presence:vanished:",
          INBOX,
          "presence:nodes",
          "presence:last_active");

  private Keys() {}
}
