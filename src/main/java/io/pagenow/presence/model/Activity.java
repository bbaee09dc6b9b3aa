package io.pagenow.presence.model;

/**
 * What friends see of a user who is online.
 *
 * @param page the current page; {@link Page#isHidden() hidden} if the user hides it
 * @param latestPage the last page that the user did not hide, {@link Page#NONE} if there is none
 */
public record Activity(Page page, Page latestPage) {

  /** Returns the activity of a user who shows a page. */
  public static Activity showing(Page page) {
    return new Activity(page, page);
  }
}
