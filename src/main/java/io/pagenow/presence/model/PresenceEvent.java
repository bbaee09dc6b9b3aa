package io.pagenow.presence.model;

import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A change of one user's presence. It is delivered to those of the {@link #audience}. */
public sealed interface PresenceEvent {

  /** Returns the user whose presence changed. */
  UserId user();

  /**
   * Returns the version, which orders the events of one user: a later event has a greater version.
   * Redis assigns versions: microseconds since the epoch, or slightly more if two events fall into
   * the same microsecond.
   */
  long version();

  /** Returns whose connections get the event. */
  Audience audience();

  /** Returns the result of the function for this kind of event. */
  <R> R match(
      Function<Updated, R> updated,
      Function<TimedOut, R> timedOut,
      Function<VisibilityChanged, R> changed);

  /** The users whose connections get an event. */
  enum Audience {
    USER_AND_FRIENDS,
    FRIENDS,
    USER;

    public boolean hasUser() {
      return this != FRIENDS;
    }

    public boolean hasFriends() {
      return this != USER;
    }
  }

  /** The user is online. Friends do not get the event if nobody sees the user. */
  record Updated(UserId user, long version, Activity activity, Visibility visibility)
      implements PresenceEvent {

    /** Creates an event that friends get. */
    public Updated(UserId user, long version, Activity activity) {
      this(user, version, activity, Visibility.FRIENDS);
    }

    @Override
    public Audience audience() {
      return switch (visibility) {
        case FRIENDS -> Audience.USER_AND_FRIENDS;
        case NOBODY -> Audience.USER;
      };
    }

    @Override
    public <R> R match(
        Function<Updated, R> updated,
        Function<TimedOut, R> timedOut,
        Function<VisibilityChanged, R> changed) {
      return updated.apply(this);
    }
  }

  /**
   * The user is offline.
   *
   * @param lastActive when the user was last active; null if it is unknown
   * @param audience without the user if the user is invisible
   */
  record TimedOut(UserId user, long version, @Nullable Instant lastActive, Audience audience)
      implements PresenceEvent {

    /** Creates an event for the user and the friends. */
    public TimedOut(UserId user, long version, @Nullable Instant lastActive) {
      this(user, version, lastActive, Audience.USER_AND_FRIENDS);
    }

    /** Creates an event with an unknown time of the last activity. */
    public TimedOut(UserId user, long version) {
      this(user, version, null);
    }

    @Override
    public <R> R match(
        Function<Updated, R> updated,
        Function<TimedOut, R> timedOut,
        Function<VisibilityChanged, R> changed) {
      return timedOut.apply(this);
    }
  }

  /**
   * The user chose who sees the user. Friends get another event, if any.
   *
   * @param own what the user sees of the own presence
   */
  record VisibilityChanged(UserId user, long version, Presence own, Visibility visibility)
      implements PresenceEvent {

    @Override
    public Audience audience() {
      return Audience.USER;
    }

    @Override
    public <R> R match(
        Function<Updated, R> updated,
        Function<TimedOut, R> timedOut,
        Function<VisibilityChanged, R> changed) {
      return changed.apply(this);
    }
  }
}
