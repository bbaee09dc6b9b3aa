package io.pagenow.presence.testing;

/** How much a test does: as much as a build can wait for, or all, with {@code -Pstress}. */
public final class Size {

  private static final boolean FULL = Boolean.getBoolean("presence.stress");

  private Size() {}

  /** Whether it does all. Only then is the machine its own, and speed is judged. */
  public static boolean isFull() {
    return FULL;
  }

  /** One number or the other. */
  public static int of(int inEveryBuild, int full) {
    return FULL ? full : inEveryBuild;
  }
}
