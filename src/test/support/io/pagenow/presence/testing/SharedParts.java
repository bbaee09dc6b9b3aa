package io.pagenow.presence.testing;

import io.pagenow.presence.local.Parts;
import java.util.concurrent.Callable;

/**
 * Servers that start once in a JVM and stop when it ends. A store of JUnit would stop them after
 * each class, because a forked JVM gets its test classes one by one.
 */
final class SharedParts {

  private static final Parts PARTS = new Parts();

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(PARTS::close, "end of the shared parts"));
  }

  private SharedParts() {}

  /** Starts a part, which stops when the JVM ends. */
  static <T extends AutoCloseable> T start(Callable<T> part) {
    try {
      return PARTS.start(part);
    } catch (Exception e) {
      throw new IllegalStateException("A server does not start", e);
    }
  }
}
