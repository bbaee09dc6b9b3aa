package io.pagenow.presence.model;

/** A change of one user's presence. It is delivered to the user's friends and to the user. */
public sealed interface PresenceEvent {

  /** Returns the user whose presence changed. */
  UserId user();

  /**
   * Returns the version, which orders the events of one user: a later event has a greater version.
   * Redis assigns versions: microseconds since the epoch, or slightly more if two events fall into
   * the same microsecond.
   */
  long version();

  /** The user is online. {@code page} and {@code latest} are as in {@link Presence.Online}. */
  record Updated(UserId user, long version, Page page, Page latest) implements PresenceEvent {}

  /** The user is offline. */
  record TimedOut(UserId user, long version) implements PresenceEvent {}
}
