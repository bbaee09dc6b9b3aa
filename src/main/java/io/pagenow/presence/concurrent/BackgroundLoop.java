package io.pagenow.presence.concurrent;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A thread that repeats one round until it is stopped. No failure ends it, not even an {@link
 * OutOfMemoryError}: it pauses and starts the next round.
 *
 * <p>Every round must end, or call {@link #progress()}, within the limit of the loop. A loop that
 * does neither is stuck: see {@link #trouble()}.
 */
public final class BackgroundLoop {

  /** The work of one round. It cleans up after a failure, then throws it to report it. */
  @FunctionalInterface
  public interface Round {
    void run() throws InterruptedException;
  }

  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final Duration JOIN = Duration.ofSeconds(5);

  private final String name;
  private final Duration limit;
  private final Duration interval;
  private final Round round;
  private final FailureLog failures;
  private final ThreadFactory threads;
  private final LongSupplier nanoTime;
  private final CountDownLatch stop = new CountDownLatch(1);

  private volatile @Nullable Thread thread;
  private volatile long progressed;
  private volatile @Nullable Throwable failure;

  /**
   * @param limit the longest time that a round may take without progress
   * @param interval the pause after each round
   */
  BackgroundLoop(
      String name,
      Duration limit,
      Duration interval,
      Round round,
      FailureLog failures,
      ThreadFactory threads,
      LongSupplier nanoTime) {
    this.name = name;
    this.limit = limit;
    this.interval = interval;
    this.round = round;
    this.failures = failures;
    this.threads = threads;
    this.nanoTime = nanoTime;
    this.progressed = nanoTime.getAsLong();
  }

  /** Returns the name of the loop and of its thread. */
  public String name() {
    return name;
  }

  /** Starts the thread. Call it once. */
  public void start() {
    Thread started = threads.newThread(this::work);
    started.setName(name);
    progress();
    thread = started;
    started.start();
  }

  /** Returns whether the loop is to stop. Long rounds check this. */
  public boolean isStopped() {
    return stop.getCount() == 0;
  }

  /** Records that a long round advances, so that the loop does not count as stuck. */
  public void progress() {
    progressed = nanoTime.getAsLong();
  }

  /** Waits half a second before a retry. Returns early if the loop is stopped. */
  public void pause() {
    try {
      pause(PAUSE);
    } catch (InterruptedException e) {
      // Interrupted by stop(): the loop checks isStopped() next.
    }
  }

  /** Lets the loop end after its round, without waiting: for many loops, before {@link #stop}. */
  public void stopSoon() {
    stop.countDown();
  }

  /** Stops the loop, interrupts the round, and waits up to five seconds for its end. */
  public void stop() {
    stop(() -> {});
  }

  /**
   * Stops the loop like {@link #stop()}.
   *
   * @param wake ends a wait that an interrupt does not end; {@link #isStopped()} is true already
   */
  public void stop(Runnable wake) {
    stop.countDown();
    Thread running = thread;
    if (running == null) {
      return;
    }
    wake.run();
    running.interrupt();
    try {
      running.join(JOIN.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns whether the thread has ended or never started, so that no round is running. */
  public boolean hasEnded() {
    Thread running = thread;
    return running == null || !running.isAlive();
  }

  /**
   * Returns what is wrong with a loop that should run: its thread is dead, or it made no progress
   * for longer than its limit and its interval. Empty if it works, was not started, or was stopped.
   */
  public Optional<String> trouble() {
    Thread running = thread;
    if (running == null || isStopped()) {
      return Optional.empty();
    }
    if (!running.isAlive()) {
      return Optional.of("dead");
    }
    long seconds = TimeUnit.NANOSECONDS.toSeconds(nanoTime.getAsLong() - progressed);
    return seconds > limit.plus(interval).toSeconds()
        ? Optional.of("no progress for " + seconds + " s")
        : Optional.empty();
  }

  /** Returns the failure of the last round; empty if it succeeded. */
  public Optional<Throwable> failure() {
    return Optional.ofNullable(failure);
  }

  private void work() {
    progress(); // The thread may have waited for the end of the deployment.
    while (!isStopped()) {
      try {
        turn();
      } catch (InterruptedException e) {
        // Interrupted by stop(), which the loop checks, or by a server that stops all its threads.
      } catch (Throwable e) {
        // Recording a failure needs memory as well. Without this pause the loop would spin.
        pause();
      }
    }
  }

  private void turn() throws InterruptedException {
    try {
      round.run();
      progress();
      if (failure != null) {
        failure = null;
        failures.recovered(name);
      }
      pause(interval);
    } catch (InterruptedException e) {
      throw e;
    } catch (Throwable e) {
      progress();
      failure = e;
      if (!isStopped()) {
        failures.failed(name, e);
      }
      pause(interval.compareTo(PAUSE) > 0 ? interval : PAUSE);
    }
  }

  private void pause(Duration time) throws InterruptedException {
    if (!time.isZero()) {
      var unused = stop.await(time.toMillis(), TimeUnit.MILLISECONDS);
      progress();
    }
  }
}
