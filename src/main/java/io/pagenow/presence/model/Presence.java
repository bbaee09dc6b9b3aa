package io.pagenow.presence.model;

/** What a user's friends may know of them at one moment. */
public sealed interface Presence {

  /**
   * Not here, or idle for too long, or connected without having said yet which page they are on.
   */
  record Offline() implements Presence {}

  /**
   * Here.
   *
   * @param page the page they are on; {@link Page#isHidden() hidden} where they do not show it
   * @param latest the last page that they did show, {@link Page#NONE} where there is none
   */
  record Online(Page page, Page latest) implements Presence {}

  Presence OFFLINE = new Offline();
}
