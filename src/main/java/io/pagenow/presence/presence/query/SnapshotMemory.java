package io.pagenow.presence.presence.query;

import io.pagenow.presence.model.Page;
import io.pagenow.presence.model.UnavailableException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Bounds the memory that this node needs to read and encode snapshots. Each snapshot reserves the
 * maximum size of its users' pages. Large snapshots have a budget of their own, so that they never
 * delay the small ones. Thread-safe.
 */
public final class SnapshotMemory {

  /** The maximum total size of the pages in one snapshot, in bytes of the stored form. */
  public static final long MAX_BYTES = 4 << 20;

  /** Reading, decoding and encoding takes about ten times the size of a page. */
  private static final int TOTAL_BYTES = 16 << 20;

  /** A snapshot of 40 users is always small, whatever their pages. */
  private static final int LARGE = 1 << 20;

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Semaphore small = new Semaphore(TOTAL_BYTES, true);
  private final Semaphore large = new Semaphore(TOTAL_BYTES, true);

  /**
   * Makes a snapshot. Blocks until memory is available, for at most two seconds.
   *
   * @return the result of the supplier
   * @throws UnavailableException if no memory becomes available in time
   */
  public <T> T reserve(int users, Supplier<T> snapshot) {
    int reserved = (int) Math.min(MAX_BYTES, 2L * Page.MAX_BYTES * users);
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
