package io.pagenow.presence.sharing;

import io.pagenow.presence.model.UnavailableException;
import io.pagenow.presence.model.UserId;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Reads sharing rules again before an update is hidden because of them. The users who wait at the
 * same time share a query, and a node makes at most 20 such queries a second. So clients cannot
 * force a query for each message. Thread-safe.
 */
@Singleton
public final class RuleReader {

  private static final long IDLE_MILLIS = 1_000;
  private static final long PAUSE_MILLIS = 50;

  private final UserRules rules;
  private final Semaphore signal = new Semaphore(0);

  // Guarded by this.
  private Map<UserId, CompletableFuture<Void>> waiting = new HashMap<>();

  /** Whether the last read failed. Updates are then hidden at once, until a read succeeds. */
  private volatile boolean failing;

  @Inject
  public RuleReader(UserRules rules) {
    this.rules = rules;
  }

  /**
   * Requests that the rules of a user of this node are read again.
   *
   * @return a stage that completes on the thread of {@link #readNext}, after a read that began
   *     after this call. It fails with {@link UnavailableException} if the rules cannot be read, at
   *     once if the last read failed
   */
  CompletionStage<Void> readAgain(UserId user) {
    CompletableFuture<Void> read;
    synchronized (this) {
      read = waiting.computeIfAbsent(user, key -> new CompletableFuture<>());
    }
    signal.release();
    return failing
        ? CompletableFuture.failedStage(new UnavailableException("The user database"))
        : read;
  }

  /**
   * Waits up to a second for requests, and reads the rules of all users that were requested. One
   * thread calls it repeatedly.
   */
  public void readNext() throws InterruptedException {
    if (!signal.tryAcquire(IDLE_MILLIS, TimeUnit.MILLISECONDS)) {
      return;
    }
    signal.drainPermits();
    Map<UserId, CompletableFuture<Void>> batch;
    synchronized (this) {
      batch = waiting;
      waiting = new HashMap<>();
    }
    try {
      rules.readAgain(batch.keySet());
      failing = false;
    } catch (Throwable e) {
      failing = true;
      batch.values().forEach(read -> read.completeExceptionally(e));
      throw e;
    }
    batch.values().forEach(read -> read.complete(null));
    TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
  }
}
