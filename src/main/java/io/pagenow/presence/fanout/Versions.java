package io.pagenow.presence.fanout;

import io.pagenow.presence.model.UserId;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The version of the last message about each user that passed through this node. Messages about one
 * user come on two ways, from connections of this node and from other nodes, and may overtake each
 * other; here they are put in line, one at a time for a user.
 */
final class Versions {

  /** Versions are microseconds. Nothing is under way for so long that it needs older ones. */
  private static final long MEMORY = TimeUnit.MINUTES.toMicros(10);

  private static final int STRIPES = 64;

  @SuppressWarnings({"unchecked", "rawtypes"})
  private final Map<UserId, Long>[] stripes = new Map[STRIPES];

  Versions() {
    for (int i = 0; i < STRIPES; i++) {
      stripes[i] = new HashMap<>();
    }
  }

  /**
   * Runs the action where the version is newer than all before it, and before any newer one runs.
   */
  void ifNewer(UserId user, long version, Runnable action) {
    Map<UserId, Long> stripe = stripes[Math.floorMod(user.hashCode(), STRIPES)];
    synchronized (stripe) {
      Long last = stripe.get(user);
      if (last == null || last < version) {
        stripe.put(user, version);
        action.run();
      }
    }
  }

  /** Drops what is far behind the newest version seen. */
  void forgetOld() {
    for (Map<UserId, Long> stripe : stripes) {
      synchronized (stripe) {
        long newest = stripe.values().stream().mapToLong(Long::longValue).max().orElse(0);
        stripe.values().removeIf(version -> version < newest - MEMORY);
      }
    }
  }
}
