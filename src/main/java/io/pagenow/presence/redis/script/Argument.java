package io.pagenow.presence.redis.script;

/** The arguments of scripts. Scripts use them by these names in lower case. */
public enum Argument {
  /** When the call is sent, in microseconds by the clock of Redis. Every script gets it. */
  SENT,
  NODE,
  USER,
  CONNECTION,
  MAX_CONNECTIONS,
  PAGE,
  REPORTED,
  AGAIN,
  TRACE,
  GRACE,
  RESTORABLE,
  SILENT,
  HIDES_FIRST,
  HELD_PAGE,
  HELD_LATEST,
  HELD_VERSION,
  TIMEOUT,
  AGE,
  LIMIT,
  LEASE,
  DEAD_NODE,
  CURSOR,
  SCAN,
  SHOWN_CURSOR,
  VANISHED_CURSOR,
  MAX_BYTES,
  CLIENT,
  REASON,
  CODE,
  HIDDEN_BY,
  HISTORY,
  VISIBILITY,
  VISIBILITY_VERSION,

  /** The version since which the node knows that the user is invisible; 0 if it does not. */
  INVISIBLE_SINCE,

  /** A list, which may have any number of items. A list is the last argument of its script. */
  USERS(true),

  /** A list of users, each followed by a version. */
  VERSIONS(true),

  /** A list of pages as JSON, each followed by its replacement. */
  PAGES(true),

  /** A list of names, each followed by its value. */
  FIGURES(true);

  private final boolean list;

  Argument() {
    this(false);
  }

  Argument(boolean list) {
    this.list = list;
  }

  boolean isList() {
    return list;
  }
}
