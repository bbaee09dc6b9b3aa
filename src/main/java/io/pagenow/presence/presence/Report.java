package io.pagenow.presence.presence;

import io.pagenow.presence.model.Page;

/**
 * The page that a client reported on one connection.
 *
 * @param nanos when this node received it, in the time of {@link System#nanoTime()}
 */
public record Report(Page page, long nanos) {

  /** Returns a report that is received now. */
  public static Report now(Page page) {
    return new Report(page, System.nanoTime());
  }
}
