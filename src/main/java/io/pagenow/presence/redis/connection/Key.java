package io.pagenow.presence.redis.connection;

import java.util.List;

/**
 * The keys, in the order in which scripts get them. Scripts use them by these names in lower case:
 * {@code prelude.lua} describes their contents.
 */
public enum Key {
  USER_CONNECTION("presence_user_connection"),
  CONNECTION_USER("presence_connection_user"),
  STATUS("status"),
  PAGE("page"),
  LATEST_PAGE("latest_page"),
  CONNECTIONS("presence:connections"),
  VERSIONS("presence:versions"),
  LAST_VERSION("presence:version"),
  CLAIMS("presence:claims"),
  PARTING("presence:parting"),
  LEAVING("presence:leaving"),
  VANISHED("presence:vanished:"),
  WATCHERS("presence:watchers"),
  INBOX("presence:inbox:"),
  NODES("presence:nodes"),
  LAST_ACTIVE("presence:last_active"),
  REPORTS("presence:reports"),
  BROKEN("presence:broken"),
  HIDES("presence:hides"),
  TRANSITIONS("presence:transitions:"),
  OPENED("presence:opened"),
  HEARD("presence:heard"),
  FIGURES("presence:figures:"),
  OFFLINE("presence:offline"),
  HISTORIES("presence:history:"),
  RECORDING_NODES("presence:recording_nodes"),
  RESUME_LIMIT("presence:resume_limit"),
  VISIBILITIES("presence:visibility"),
  OWN("presence:own:");

  private static final List<Key> ALL = List.of(values());

  private final String plain;

  Key(String plain) {
    this.plain = plain;
  }

  /** Returns the position in the KEYS of a script, counted from 1. */
  public int position() {
    return ALL.indexOf(this) + 1;
  }

  /**
   * Returns the name in Redis. A prefix, which ends with a colon, keeps its colon.
   *
   * @param tag the hash tag of the partition; empty if there is a single one, whose keys have their
   *     plain names
   */
  String name(String tag) {
    return name(plain, tag);
  }

  /** Returns the name of a key that scripts do not use, as {@link #name(String)} does. */
  static String name(String plain, String tag) {
    if (tag.isEmpty()) {
      return plain;
    }
    // Redis Cluster hashes only the part of the key in braces.
    String suffix = ":{" + tag + "}";
    return plain.endsWith(":")
        ? plain.substring(0, plain.length() - 1) + suffix + ":"
        : plain + suffix;
  }
}
