package io.pagenow.presence.metrics;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/** How the stores answer: Redis, the inbox in it, and the user database. Thread-safe. */
@Singleton
public final class StoreMeters {

  private static final String RESULT = "result";
  private static final String OK = "ok";
  private static final String FAILED = "failed";

  private static final long SLOW_QUERY_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
  private static final long SLOW_ROUND_TRIP_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  // These two count also if nothing else is measured.
  private final LongAdder slowQueries = new LongAdder();
  private final LongAdder slowRoundTrips = new LongAdder();

  private final Meters meters;
  private final StoreTime time;
  private final Timer roundTrips;
  private final Timer failedRoundTrips;
  private final DistributionSummary scriptBatches;
  private final DistributionSummary scriptQueue;
  private final Timer queries;
  private final Timer failedQueries;
  private final DistributionSummary queryBatches;
  private final DistributionSummary inboxBatches;
  private final Timer inboxLag;

  @Inject
  public StoreMeters(Meters meters, StoreTime time) {
    this.meters = meters;
    this.time = time;
    String trips = "Time of a batch of scripts in Redis and on the way";
    roundTrips = meters.timer("presence.redis.round.trip", trips, RESULT, OK);
    failedRoundTrips = meters.timer("presence.redis.round.trip", trips, RESULT, FAILED);
    scriptBatches = meters.sizes("presence.script.batch", "Calls of scripts in a batch");
    scriptQueue =
        meters.sizes("presence.script.queue", "Calls of scripts that wait when a batch starts");
    String asked = "Time of a database query, with the wait for a connection";
    queries = meters.timer("presence.query", asked, RESULT, OK);
    failedQueries = meters.timer("presence.query", asked, RESULT, FAILED);
    queryBatches = meters.sizes("presence.query.batch", "Calls in a batched database query");
    inboxBatches = meters.sizes("presence.inbox.batch", "Entries in a read of the inbox");
    inboxLag =
        meters.timer(
            "presence.inbox.lag", "Time from the script that made an event to its arrival here");
  }

  /** Returns meters that record nothing. */
  public static StoreMeters none() {
    return new StoreMeters(Meters.none(), new StoreTime());
  }

  /** Returns the timers of the given scripts. */
  public <S extends Enum<S>> ScriptTimers<S> scripts(Class<S> scripts) {
    return new ScriptTimers<>(meters, scripts);
  }

  /** Sets the clock of the store, see {@link StoreTime#follow}. */
  public void follow(LongSupplier clock) {
    time.follow(clock);
  }

  /** Records a batch of scripts that starts, and the calls that wait for the next one. */
  public void scriptBatch(int calls, int waiting) {
    scriptBatches.record(calls);
    scriptQueue.record(waiting);
  }

  /** Records a round trip to Redis. */
  public void roundTrip(long nanos, boolean answered) {
    if (nanos > SLOW_ROUND_TRIP_NANOS) {
      slowRoundTrips.increment();
    }
    (answered ? roundTrips : failedRoundTrips).record(nanos, TimeUnit.NANOSECONDS);
  }

  /** Returns the number of round trips to Redis above 100 ms, also without a metrics secret. */
  public long slowRoundTrips() {
    return slowRoundTrips.sum();
  }

  /** Records a database query. */
  public void query(long nanos, boolean answered) {
    if (nanos > SLOW_QUERY_NANOS) {
      slowQueries.increment();
    }
    (answered ? queries : failedQueries).record(nanos, TimeUnit.NANOSECONDS);
  }

  /** Returns the number of queries above 200 ms, also without a metrics secret. */
  public long slowQueries() {
    return slowQueries.sum();
  }

  /** Records the number of calls that one database query answers. */
  public void queryBatch(int calls) {
    queryBatches.record(calls);
  }

  /** Records the number of entries that a read of the inbox returned. */
  public void inboxBatch(int entries) {
    inboxBatches.record(entries);
  }

  /**
   * Records the arrival of an event from another node.
   *
   * @param version the version of the event
   */
  public void arrived(long version) {
    long age = time.ageOf(version);
    if (age != StoreTime.UNKNOWN) {
      inboxLag.record(age, TimeUnit.NANOSECONDS);
    }
  }
}
