package io.pagenow.presence.presence;

import io.pagenow.presence.model.Page;

/**
 * The page that a client reported on one connection.
 *
 * @param nanos when this node received it, in the time of {@link System#nanoTime()}
 * @param hiddenBy why the page is hidden: {@code client} or the sharing rule; empty if it is not
 */
public record Report(Page page, long nanos, String hiddenBy) {

  /** Creates a report that is as visible as the client sent it. */
  public Report(Page page, long nanos) {
    this(page, nanos, page.isHidden() ? "client" : "");
  }

  /** Returns a report that is received now. */
  public static Report now(Page page) {
    return new Report(page, System.nanoTime());
  }
}
