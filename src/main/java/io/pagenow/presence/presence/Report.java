package io.pagenow.presence.presence;

import io.pagenow.presence.model.Page;

/**
 * What a client said last on one connection: the page that its user is on.
 *
 * @param nanos when this node received it, as {@link System#nanoTime()}
 */
public record Report(Page page, long nanos) {

  /** A report that was received now. */
  public static Report now(Page page) {
    return new Report(page, System.nanoTime());
  }
}
