package io.pagenow.presence.rest;

import io.pagenow.presence.model.UserId;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Limits how many snapshots are answered at a time. An answer counts until its client has read it,
 * because slow clients would fill the memory otherwise. Thread-safe.
 */
@Singleton
public class SnapshotLimits {

  /** The maximum number of concurrent snapshots for one user on this node. */
  static final int SNAPSHOTS_OF_A_USER = 4;

  /** The maximum total size of answers that clients have not read yet. */
  static final int UNREAD_BYTES = 64 << 20;

  private final Map<UserId, Integer> running = new ConcurrentHashMap<>();
  private final Semaphore unread = new Semaphore(UNREAD_BYTES);

  /** A permit to answer one snapshot. */
  final class Permit implements AutoCloseable {
    private final UserId user;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile int bytes;

    private Permit(UserId user) {
      this.user = user;
    }

    /** Counts the bytes of the answer. Returns false if too many bytes already wait for clients. */
    boolean holds(byte[] answer) {
      if (!unread.tryAcquire(answer.length)) {
        return false;
      }
      bytes = answer.length;
      return true;
    }

    /** Releases the permit after the answer was sent, or if there is no answer. */
    @Override
    public void close() {
      if (closed.compareAndSet(false, true)) {
        unread.release(bytes);
        running.computeIfPresent(user, (u, count) -> count == 1 ? null : count - 1);
      }
    }
  }

  /** Returns a permit. Empty if the user already waits for too many snapshots. */
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
