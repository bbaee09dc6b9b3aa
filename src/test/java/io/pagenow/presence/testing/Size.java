package io.pagenow.presence.testing;

/** How much a test does: as much as a build can wait for, or all, with {@code -Pstress}. */
public final class Size {

  private static final boolean FULL = Boolean.getBoolean("presence.stress");

  private Size() {}

  /** One number or the other. */
  public static int of(int inEveryBuild, int full) {
    return FULL ? full : inEveryBuild;
  }
}
