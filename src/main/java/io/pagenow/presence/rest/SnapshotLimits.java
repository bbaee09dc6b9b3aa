package io.pagenow.presence.rest;

import io.pagenow.presence.model.UserId;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * How many snapshots are answered at a time. An answer counts until its client has read it, as slow
 * clients would fill the memory otherwise. Thread-safe.
 */
@Singleton
public class SnapshotLimits {

  /** For one user, on this node. */
  static final int SNAPSHOTS_OF_A_USER = 4;

  /** Of answers that clients have not read yet. */
  static final int UNREAD_BYTES = 64 << 20;

  private final Map<UserId, Integer> running = new ConcurrentHashMap<>();
  private final Semaphore unread = new Semaphore(UNREAD_BYTES);

  /** The right to answer one snapshot. */
  final class Permit implements AutoCloseable {
    private final UserId user;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile int bytes;

    private Permit(UserId user) {
      this.user = user;
    }

    /** Counts the bytes of the answer. Returns false if too many wait for clients already. */
    boolean holds(byte[] answer) {
      if (!unread.tryAcquire(answer.length)) {
        return false;
      }
      bytes = answer.length;
      return true;
    }

    /** The answer is sent, or there is none. */
    @Override
    public void close() {
      if (closed.compareAndSet(false, true)) {
        unread.release(bytes);
        running.computeIfPresent(user, (u, count) -> count == 1 ? null : count - 1);
      }
    }
  }

  /** Empty if the user waits for too many snapshots already. */
  Optional<Permit> enter(UserId user) {
    boolean[] entered = {false};
    running.compute(
        user,
        (u, count) -> {
          int before = count == null ? 0 : count;
          entered[0] = before < SNAPSHOTS_OF_A_USER;
          return entered[0] ? Integer.valueOf(before + 1) : count;
        });
    return entered[0] ? Optional.of(new Permit(user)) : Optional.empty();
  }
}
