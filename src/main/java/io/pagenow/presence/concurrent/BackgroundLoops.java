package io.pagenow.presence.concurrent;

import io.pagenow.presence.concurrent.BackgroundLoop.Round;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;
import java.util.function.LongSupplier;

/** Creates all background loops of a node and reports which of them are stuck. Thread-safe. */
@Singleton
public final class BackgroundLoops {

  private final ThreadFactory threads;
  private final LongSupplier nanoTime;
  private final FailureLog failures = new FailureLog();
  private final List<BackgroundLoop> loops = new CopyOnWriteArrayList<>();

  @Inject
  public BackgroundLoops(ThreadFactory threads) {
    this(threads, System::nanoTime);
  }

  /**
   * @param nanoTime the clock that measures progress, like {@link System#nanoTime()}
   */
  BackgroundLoops(ThreadFactory threads, LongSupplier nanoTime) {
    this.threads = threads;
    this.nanoTime = nanoTime;
  }

  /**
   * Creates a loop without a pause between its rounds. Each round itself waits for work, for a
   * bounded time.
   *
   * @param limit the longest time that a round may take without progress
   */
  public BackgroundLoop repeat(String name, Duration limit, Round round) {
    return add(name, limit, Duration.ZERO, round);
  }

  /**
   * Creates a loop that runs a task, waits, and runs it again.
   *
   * @param limit the longest time that a round may take without progress
   * @param interval the time from the end of a round to the start of the next one
   */
  public BackgroundLoop every(Duration interval, String name, Duration limit, Round task) {
    return add(name, limit, interval, task);
  }

  /** Returns the names of the loops that are stuck or dead, and what is wrong with each. */
  public Map<String, String> stuck() {
    Map<String, String> stuck = new TreeMap<>();
    loops.forEach(loop -> loop.trouble().ifPresent(trouble -> stuck.put(loop.name(), trouble)));
    return stuck;
  }

  /** Returns all loops. */
  public List<BackgroundLoop> all() {
    return List.copyOf(loops);
  }

  private BackgroundLoop add(String name, Duration limit, Duration interval, Round round) {
    BackgroundLoop loop =
        new BackgroundLoop(name, limit, interval, round, failures, threads, nanoTime);
    loops.add(loop);
    return loop;
  }
}
