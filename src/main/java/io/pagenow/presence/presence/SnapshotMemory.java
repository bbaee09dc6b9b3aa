package io.pagenow.presence.presence;

import io.pagenow.presence.model.Page;
import io.pagenow.presence.model.UnavailableException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Bounds the memory that this node needs while it reads and encodes snapshots. Each reserves the
 * most that the pages of its users may take. Users with many friends wait for one another only, not
 * the others for them. Thread-safe.
 */
final class SnapshotMemory {

  /** While a page is read, decoded and encoded, a node has it about ten times. */
  private static final int TOTAL_BYTES = 16 << 20;

  /** A snapshot of forty users is not large, whatever pages they are on. */
  private static final int LARGE = 1 << 20;

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Semaphore small = new Semaphore(TOTAL_BYTES, true);
  private final Semaphore large = new Semaphore(TOTAL_BYTES, true);

  /**
   * Makes a snapshot. Blocks until there is memory.
   *
   * @throws UnavailableException if there is none in time
   */
  <T> T reserve(int users, Supplier<T> snapshot) {
    int reserved = (int) Math.min(PresenceReader.MAX_BYTES, 2L * Page.MAX_BYTES * users);
    Semaphore bytes = reserved > LARGE ? large : small;
    acquire(bytes, reserved);
    try {
      return snapshot.get();
    } finally {
      bytes.release(reserved);
    }
  }

  private static void acquire(Semaphore bytes, int reserved) {
    try {
      if (!bytes.tryAcquire(reserved, PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new UnavailableException("Memory for snapshots");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnavailableException("This node", e);
    }
  }
}
