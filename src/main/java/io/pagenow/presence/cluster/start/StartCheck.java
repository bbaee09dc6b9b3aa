package io.pagenow.presence.cluster.start;

/** A service that must have answered once before this node accepts connections. Thread-safe. */
public interface StartCheck {

  /**
   * Checks whether the service answers. Blocks, for some seconds at most.
   *
   * @throws io.pagenow.presence.model.UnavailableException if it does not answer; the root cause
   *     says why
   */
  void run();
}
