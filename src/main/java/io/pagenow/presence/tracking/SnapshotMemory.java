package io.pagenow.presence.tracking;

import io.pagenow.presence.model.Page;
import io.pagenow.presence.model.UnavailableException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Bounds the memory that this node needs while it reads and encodes snapshots. Each reserves the
 * most that the pages of its users may take. Many small snapshots are made at a time, but only a
 * few that may be large. Thread-safe.
 */
final class SnapshotMemory {

  /** While a page is read, decoded and encoded, a node has it about ten times. */
  private static final int TOTAL_BYTES = 16 << 20;

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  // Fair, or large snapshots would wait until there are no small ones.
  private final Semaphore bytes = new Semaphore(TOTAL_BYTES, true);

  /**
   * Makes a snapshot. Blocks until there is memory.
   *
   * @throws UnavailableException if there is none in time
   */
  <T> T reserve(int users, Supplier<T> snapshot) {
    int reserved = (int) Math.min(PresenceReader.MAX_BYTES, 2L * Page.MAX_BYTES * users);
    acquire(reserved);
    try {
      return snapshot.get();
    } finally {
      bytes.release(reserved);
    }
  }

  private void acquire(int reserved) {
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
