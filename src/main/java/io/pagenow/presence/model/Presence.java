package io.pagenow.presence.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a user's friends may know of them at one moment. */
public sealed interface Presence {

  /**
   * When the user was active last: connected, said something, or was at least there. Null where
   * that is not known, or too long ago to be kept.
   */
  @Nullable Instant lastActive();

  /**
   * Not here, or idle for too long, or connected without having said yet which page they are on.
   */
  record Offline(@Nullable Instant lastActive) implements Presence {}

  /**
   * Here.
   *
   * @param page the page they are on; {@link Page#isHidden() hidden} where they do not show it
   * @param latest the last page that they did show, {@link Page#NONE} where there is none
   */
  record Online(Page page, Page latest, Instant lastActive) implements Presence {}

  /** Not here, and nobody knows since when. */
  Presence OFFLINE = new Offline(null);
}
