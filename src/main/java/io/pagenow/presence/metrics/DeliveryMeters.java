package io.pagenow.presence.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** What happens to events on their way to the connections of this node. Thread-safe. */
@Singleton
public final class DeliveryMeters {

  /** The way by which an event reached this node. */
  public enum Source {
    /** A connection of this node caused it. */
    HERE,
    /** Another node published it. */
    INBOX
  }

  private final StoreTime time;

  /** Counts also if nothing else is measured. */
  private final LongAdder total = new LongAdder();

  private final Counter deliveries;
  private final Counter conflated;
  private final Counter outdated;
  private final Counter replies;
  private final Counter failures;
  private final DistributionSummary waiting;
  private final Timer agesHere;
  private final Timer agesFromInbox;

  @Inject
  public DeliveryMeters(Meters meters, StoreTime time) {
    this.time = time;
    deliveries = meters.counter("presence.deliveries", "Messages that were written to sockets");
    conflated =
        meters.counter(
            "presence.events.conflated",
            "Waiting events that a newer event of the same user replaced");
    String dropped = "Messages that were not sent";
    outdated = meters.counter("presence.messages.dropped", dropped, "reason", "outdated");
    replies = meters.counter("presence.messages.dropped", dropped, "reason", "replies");
    failures = meters.counter("presence.send.failures", "Connections that a failed send closed");
    waiting = meters.sizes("presence.outbox.waiting", "Messages that wait for one slow connection");
    String ages = "Time from the script that made an event to the write to a socket";
    agesHere = meters.timer("presence.event.age", ages, "source", "here");
    agesFromInbox = meters.timer("presence.event.age", ages, "source", "inbox");
  }

  /** Returns meters that record nothing. */
  public static DeliveryMeters none() {
    return new DeliveryMeters(Meters.none(), new StoreTime());
  }

  /**
   * Counts a message that was written to a socket.
   *
   * @param version the version of its event; 0 if it has none
   */
  public void delivered(long version, Source source) {
    total.increment();
    deliveries.increment();
    long age = time.ageOf(version);
    if (age != StoreTime.UNKNOWN) {
      (source == Source.INBOX ? agesFromInbox : agesHere).record(age, TimeUnit.NANOSECONDS);
    }
  }

  /** Returns the number of messages that were written to sockets, also without a metrics secret. */
  public long total() {
    return total.sum();
  }

  /** Counts an event that a newer one replaced while it waited. */
  public void conflated() {
    conflated.increment();
  }

  /** Counts an event that was dropped, because a newer one of its user was delivered before. */
  public void outdated() {
    outdated.increment();
  }

  /** Counts a reply that was dropped, because the client does not read its replies. */
  public void replyDropped() {
    replies.increment();
  }

  /** Counts a connection that is closed because a message could not be sent. */
  public void failed() {
    failures.increment();
  }

  /** Records how many messages wait for a connection on which one is in flight. */
  public void waiting(int messages) {
    waiting.record(messages);
  }
}
