package io.pagenow.presence.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The presence of a user at one moment, as friends may see it. */
public sealed interface Presence {

  /**
   * Returns when the user was last active: connected, sent a message, or was still online. Returns
   * null if this is unknown, or if the record has expired.
   */
  @Nullable Instant lastActive();

  /** The user is not connected, is idle, or is connected but has not sent a page yet. */
  record Offline(@Nullable Instant lastActive) implements Presence {}

  /**
   * The user is online.
   *
   * @param page the current page; {@link Page#isHidden() hidden} if the user hides it
   * @param latest the last visible page, {@link Page#NONE} if there is none
   */
  record Online(Page page, Page latest, Instant lastActive) implements Presence {}

  /** Offline, with an unknown time of the last activity. */
  Presence OFFLINE = new Offline(null);
}
