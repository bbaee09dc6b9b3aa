package io.pagenow.presence.it.load;

import io.pagenow.presence.local.Build;

/** The size of a test: small in every build, full with {@code -Pstress}. */
public final class Size {

  private static final boolean FULL = Boolean.parseBoolean(Build.value("stress"));

  private Size() {}

  /**
   * Returns whether the full size runs. Only then is the machine reserved for the test, so that
   * speed can be asserted.
   */
  public static boolean isFull() {
    return FULL;
  }

  /** Returns the number for the current size. */
  public static int of(int inEveryBuild, int full) {
    return FULL ? full : inEveryBuild;
  }
}
