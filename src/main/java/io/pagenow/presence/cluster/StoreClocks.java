package io.pagenow.presence.cluster;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Compares the clocks of the store with the monotonic clock of this node. A store clock jumps when
 * an operator sets it, or when a replica on another host becomes the primary. Keys and leases then
 * expire too early or too late. Not thread-safe.
 */
final class StoreClocks {

  /** Clocks that NTP slews drift by less than a millisecond between two renewals. */
  private static final long TOLERANCE_MILLIS = Duration.ofSeconds(1).toMillis();

  private List<Long> clocks = List.of();
  private long sentBefore;
  private long receivedBefore;

  /**
   * Returns whether one of the clocks jumped since the last call. Each clock was read between the
   * two times, so the length of a round trip does not matter.
   *
   * @param next the clocks, in milliseconds, always in the same order
   * @param sent when the request was sent, in the time of {@link System#nanoTime()}
   * @param received when the answer arrived, in the same time
   */
  boolean haveJumped(List<Long> next, long sent, long received) {
    long least = TimeUnit.NANOSECONDS.toMillis(sent - receivedBefore) - TOLERANCE_MILLIS;
    long most = TimeUnit.NANOSECONDS.toMillis(received - sentBefore) + TOLERANCE_MILLIS;
    boolean jumped = false;
    for (int i = 0; i < Math.min(clocks.size(), next.size()); i++) {
      long passed = next.get(i) - clocks.get(i);
      jumped |= passed < least || passed > most;
    }
    clocks = next;
    sentBefore = sent;
    receivedBefore = received;
    return jumped;
  }
}
