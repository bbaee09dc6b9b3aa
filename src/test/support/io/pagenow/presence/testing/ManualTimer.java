package io.pagenow.presence.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** An executor that runs the last scheduled task when the test says so, on the test's thread. */
public final class ManualTimer extends ScheduledThreadPoolExecutor {

  private final List<Duration> delays = new ArrayList<>();
  private @Nullable Runnable task;
  private @Nullable ScheduledFuture<?> future;

  public ManualTimer() {
    super(1);
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
    delays.add(Duration.of(delay, unit.toChronoUnit()));
    task = command;
    // Later than any test.
    ScheduledFuture<?> cancellable = super.schedule(() -> {}, 1, TimeUnit.DAYS);
    future = cancellable;
    return cancellable;
  }

  /** Returns the delays of all tasks so far. */
  public List<Duration> delays() {
    return List.copyOf(delays);
  }

  /** Runs the last task. Returns false if none waits: it has run, or it is cancelled. */
  public boolean runNext() {
    Runnable next = task;
    task = null;
    if (next == null || future == null || future.isCancelled()) {
      return false;
    }
    next.run();
    return true;
  }
}
