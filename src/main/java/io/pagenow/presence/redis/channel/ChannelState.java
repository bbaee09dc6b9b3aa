package io.pagenow.presence.redis.channel;

import io.pagenow.presence.cluster.subscription.DeliveredUntil;
import io.pagenow.presence.cluster.subscription.MissedEvents;

/**
 * Whether this node gets the events of one partition by its channel, and until when it got all of
 * them. Thread-safe.
 *
 * <p>While Redis knows no subscription, other nodes publish to the stream of this node. But events
 * that Redis wrote to a connection that is dead now are lost. So after each subscription ends, the
 * current events are read again: as soon as there is a new subscription, or Redis has none.
 */
final class ChannelState {

  private final String part;
  private final MissedEvents missed;
  private final DeliveredUntil delivered;

  private long attempt;
  private boolean attempting;
  private boolean subscribed;

  /** Whether events may be lost since the current events were read last. */
  private boolean broken;

  /** Whether Redis does not know the subscription that this node has. */
  private boolean unknown;

  /**
   * @param channel the name of the channel
   */
  ChannelState(String channel, MissedEvents missed, DeliveredUntil delivered) {
    this.part = "channel " + channel;
    this.missed = missed;
    this.delivered = delivered;
    delivered.readUntil(part, 0);
  }

  /** Returns the number of the latest attempt to subscribe. */
  synchronized long attempt() {
    return attempt;
  }

  /** Records that this node is about to subscribe. Returns the number of the attempt. */
  synchronized long begin() {
    broken |= subscribed;
    subscribed = false;
    attempting = true;
    unknown = false;
    return ++attempt;
  }

  /** Records that Redis confirmed a subscription: events arrive from now on. */
  synchronized void confirm(long number) {
    if (number == attempt) {
      attempting = false;
      subscribed = true;
      readMissedEvents();
    }
  }

  /** Records that a subscription ended, whether it was confirmed or not. */
  synchronized void end(long number) {
    broken = true;
    if (number == attempt) {
      attempt++;
      attempting = false;
      subscribed = false;
    } else if (subscribed) {
      readMissedEvents();
    }
  }

  /**
   * Records that a probe arrived by the channel, and so all events that were published to it
   * before.
   *
   * @param micros when it was published, by the clock of Redis in microseconds
   */
  synchronized void arrived(long number, long micros) {
    if (number == attempt && subscribed) {
      delivered.readUntil(part, micros);
    }
  }

  /**
   * Records the answer of Redis to a probe. If Redis had no subscription, all events go to the
   * stream. If it had one although this node has none, another program or a dead connection gets
   * the events instead.
   *
   * @param number the number of the latest attempt when the probe was sent
   * @param micros when the probe was published, by the clock of Redis in microseconds
   * @param hadSubscription whether a connection was subscribed
   */
  synchronized void probed(long number, long micros, boolean hadSubscription) {
    if (number != attempt) {
      return;
    }
    if (subscribed) {
      unknown = !hadSubscription;
    } else if (!hadSubscription) {
      readMissedEvents();
      delivered.readUntil(part, micros);
    } else if (!attempting && !missed.isReported()) {
      missed.report();
    }
  }

  /** Returns whether the server of this subscription is not the one that publishes. */
  synchronized boolean isElsewhere(long number) {
    return number == attempt && unknown;
  }

  private void readMissedEvents() {
    if (broken) {
      missed.report();
      broken = false;
    }
  }
}
