package io.pagenow.presence.model;

/** A change of one user's presence, for their friends and themselves. */
public sealed interface PresenceEvent {

  /** Whose presence changed. */
  UserId user();

  /**
   * Orders the events of one user: the later one has the greater version. Versions come from Redis
   * and are microseconds since the epoch, or a little above where two events share one.
   */
  long version();

  /** The user is on a page, or hides it; {@code latest} as in {@link Presence.Online}. */
  record Updated(UserId user, long version, Page page, Page latest) implements PresenceEvent {}

  /** The user is offline. */
  record TimedOut(UserId user, long version) implements PresenceEvent {}
}
