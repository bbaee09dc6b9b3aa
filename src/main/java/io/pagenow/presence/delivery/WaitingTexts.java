package io.pagenow.presence.delivery;

import org.jspecify.annotations.Nullable;

/**
 * The texts that wait to be sent on one connection. They are taken when the connection can write,
 * so that all of them can go out in one write, and outdated ones are replaced until then.
 * Thread-safe.
 */
@FunctionalInterface
public interface WaitingTexts {

  /** Removes and returns the next text; null if none waits. */
  @Nullable String next();
}
