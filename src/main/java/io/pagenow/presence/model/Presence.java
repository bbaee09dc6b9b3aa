package io.pagenow.presence.model;

import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The presence of a user at one moment, as friends may see it. */
public sealed interface Presence {

  /** Offline, with an unknown time of the last activity. */
  Presence OFFLINE = new Offline(null, 0);

  /**
   * Returns when the user was last active: connected, sent a message, or was still online. Returns
   * null if this is unknown, or if the record has expired.
   */
  @Nullable Instant lastActive();

  /**
   * Returns the version of the last event about the user; 0 if it is unknown, or if the user went
   * offline more than an hour ago.
   */
  long version();

  /** Returns the result of the function for this kind of presence. */
  <R extends @Nullable Object> R match(Function<Online, R> online, Function<Offline, R> offline);

  /** The user is online. */
  record Online(Activity activity, Instant lastActive, long version) implements Presence {

    @Override
    public <R extends @Nullable Object> R match(
        Function<Online, R> online, Function<Offline, R> offline) {
      return online.apply(this);
    }
  }

  /** The user is not connected, is idle, or is connected but has not sent a page yet. */
  record Offline(@Nullable Instant lastActive, long version) implements Presence {

    @Override
    public <R extends @Nullable Object> R match(
        Function<Online, R> online, Function<Offline, R> offline) {
      return offline.apply(this);
    }
  }
}
