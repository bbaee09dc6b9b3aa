package io.pagenow.presence.redis;

import io.pagenow.presence.concurrent.Outage;
import io.pagenow.presence.presence.PresenceStore;
import io.pagenow.presence.redis.PresenceReads.Moment;
import io.pagenow.presence.redis.PresenceReads.Question;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import redis.clients.jedis.exceptions.JedisException;

/**
 * The reader endpoint of a Redis without partitions: a copy of the primary, which may be gone, hang
 * or lag behind. One that is of no use is passed over for a while, so that it costs one caller a
 * moment and not each. Thread-safe.
 */
final class Replica {

  /** For how long it is not asked again. */
  static final Duration PAUSE = Duration.ofSeconds(5);

  /** Leases are renewed every three seconds: one that is older was, and did not arrive. */
  private static final Duration MAX_LAG = Duration.ofSeconds(8);

  private final Outage outage = new Outage("The reader endpoint of Redis");
  private final PresenceReads reads;
  private final LongSupplier nanoTime;

  /** When it may be asked again. Whoever asks then moves it on, so that the others do not wait. */
  private final AtomicLong retry;

  private volatile boolean failing;

  Replica(PresenceReads reads, LongSupplier nanoTime) {
    this.reads = reads;
    this.nanoTime = nanoTime;
    this.retry = new AtomicLong(nanoTime.getAsLong());
  }

  /** As {@link PresenceReads#read}; empty where the primary is to be asked. */
  Optional<List<Moment>> read(List<Question> questions) {
    if (failing && !mayTry()) {
      return Optional.empty();
    }
    try {
      List<Moment> moments = reads.read(0, questions);
      OptionalLong lag = lag(moments.get(0));
      if (lag.isPresent() && lag.getAsLong() <= MAX_LAG.toMillis()) {
        failing = false;
        outage.succeeded();
        return Optional.of(moments);
      }
      fail(new JedisException("It lags behind, in ms: " + lag));
    } catch (JedisException e) {
      fail(e);
    }
    return Optional.empty();
  }

  /** How old what it has may be, in milliseconds: the time since a node renewed its lease. */
  private static OptionalLong lag(Moment moment) {
    return moment.lease().isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(
            moment.now() + PresenceStore.LEASE.toMillis() - moment.lease().getAsLong());
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
