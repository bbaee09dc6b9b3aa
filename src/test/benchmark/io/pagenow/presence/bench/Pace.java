package io.pagenow.presence.bench;

import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import io.netty.channel.EventLoop;
import java.util.function.LongConsumer;

/**
 * Calls an action at fixed times, whether or not the servers keep up. Used only on the thread of
 * the loop.
 */
final class Pace implements Runnable {

  private static final long SHORTEST_PAUSE = 200_000;

  private final EventLoop loop;
  private final long start;
  private final double pause;
  private final LongConsumer action;
  private long end;
  private long next;

  /**
   * @param start when the first call is due, as a {@link System#nanoTime()}
   * @param perSecond calls a second
   * @param end the number of calls
   * @param action takes the time at which the call was due
   */
  Pace(EventLoop loop, long start, double perSecond, long end, LongConsumer action) {
    this.loop = loop;
    this.start = start;
    this.pause = SECONDS.toNanos(1) / perSecond;
    this.end = end;
    this.action = action;
  }

  /** Makes all calls that are due, and schedules the next one. */
  @Override
  public void run() {
    long now = System.nanoTime();
    while (next < end && due() <= now) {
      action.accept(due());
      next++;
    }
    if (next < end) {
      var unused = loop.schedule(this, Math.max(due() - now, SHORTEST_PAUSE), NANOSECONDS);
    }
  }

  /** Makes no more calls. */
  void stop() {
    end = next;
  }

  boolean isDone() {
    return next >= end;
  }

  private long due() {
    return start + (long) (next * pause);
  }
}
