package io.pagenow.presence.redis.script;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import redis.clients.jedis.exceptions.JedisException;

/** Logs at most once a minute that Redis rejects calls. Not thread-safe. */
public final class RejectionLog {

  private static final Logger LOG = Logger.getLogger(RejectionLog.class.getName());
  private static final Duration INTERVAL = Duration.ofMinutes(1);

  private final LongSupplier nanoTime;
  private long logged;

  /** Creates a log with a clock, in the time of {@link System#nanoTime()}. */
  public RejectionLog(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.logged = nanoTime.getAsLong() - INTERVAL.toNanos();
  }

  /** Logs that Redis rejected a call, for example with OOM when it is out of memory. */
  public void log(Script script, JedisException cause) {
    long now = nanoTime.getAsLong();
    if (now - logged >= INTERVAL.toNanos()) {
      logged = now;
      LOG.log(
          Level.WARNING,
          "Redis rejected " + script + "; further rejections in the next minute are not logged",
          cause);
    }
  }
}
