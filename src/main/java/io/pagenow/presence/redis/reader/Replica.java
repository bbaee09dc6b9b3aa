package io.pagenow.presence.redis.reader;

import io.pagenow.presence.cluster.Leases;
import io.pagenow.presence.concurrent.Outage;
import io.pagenow.presence.redis.reader.PresenceReads.Moment;
import io.pagenow.presence.redis.reader.PresenceReads.Query;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import redis.clients.jedis.exceptions.JedisException;

/**
 * The reader endpoint of a Redis without partitions: a copy of the primary, which may be dead, hang
 * or lag behind. After a failure it is not used for five seconds, so that only one caller waits for
 * it. Thread-safe.
 */
final class Replica {

  /** The time without reads after a failure. */
  static final Duration PAUSE = Duration.ofSeconds(5);

  /**
   * The maximum lag. Leases are renewed every three seconds, so an older one means that replication
   * is behind.
   */
  private static final Duration MAX_LAG = Duration.ofSeconds(8);

  private final Outage outage = new Outage("The reader endpoint of Redis");
  private final PresenceReads reads;
  private final LongSupplier nanoTime;

  /**
   * The time of the next attempt. The caller that attempts it moves it forward, so that other
   * callers do not wait.
   */
  private final AtomicLong retry;

  private volatile boolean failing;

  Replica(PresenceReads reads, LongSupplier nanoTime) {
    this.reads = reads;
    this.nanoTime = nanoTime;
    this.retry = new AtomicLong(nanoTime.getAsLong());
  }

  /**
   * Reads as {@link PresenceReads#read} does. Returns empty if the caller must read from the
   * primary.
   */
  Optional<List<Moment>> read(List<Query> queries) {
    if (failing && !mayTry()) {
      return Optional.empty();
    }
    try {
      List<Moment> moments = reads.read(queries);
      OptionalLong lag = lag(moments.get(0));
      if (lag.isPresent() && lag.getAsLong() <= MAX_LAG.toMillis()) {
        failing = false;
        outage.succeeded();
        return Optional.of(moments);
      }
      fail(
          new JedisException(
              "The replica is not known to lag by at most " + MAX_LAG.toMillis() + " ms: " + lag));
    } catch (JedisException e) {
      fail(e);
    }
    return Optional.empty();
  }

  /**
   * Returns the maximum age of the data in milliseconds: the time since a node renewed its lease.
   * Empty if no node has a lease.
   */
  private static OptionalLong lag(Moment moment) {
    return moment.lease().isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(moment.now() + Leases.LEASE.toMillis() - moment.lease().getAsLong());
  }

  private boolean mayTry() {
    long now = nanoTime.getAsLong();
    long due = retry.get();
    return now - due >= 0 && retry.compareAndSet(due, now + PAUSE.toNanos());
  }

  private void fail(JedisException cause) {
    retry.set(nanoTime.getAsLong() + PAUSE.toNanos());
    failing = true;
    outage.failed(cause);
  }
}
