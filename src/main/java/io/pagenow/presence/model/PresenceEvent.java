package io.pagenow.presence.model;

import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

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

  /** Returns the result of the function for this kind of event. */
  <R> R match(Function<Updated, R> updated, Function<TimedOut, R> timedOut);

  /** The user is online. */
  record Updated(UserId user, long version, Activity activity) implements PresenceEvent {

    @Override
    public <R> R match(Function<Updated, R> updated, Function<TimedOut, R> timedOut) {
      return updated.apply(this);
    }
  }

  /**
   * The user is offline.
   *
   * @param lastActive when the user was last active; null if it is unknown
   */
  record TimedOut(UserId user, long version, @Nullable Instant lastActive)
      implements PresenceEvent {

    /** Creates an event with an unknown time of the last activity. */
    public TimedOut(UserId user, long version) {
      this(user, version, null);
    }

    @Override
    public <R> R match(Function<Updated, R> updated, Function<TimedOut, R> timedOut) {
      return timedOut.apply(this);
    }
  }
}
