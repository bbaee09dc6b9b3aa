package io.pagenow.presence.redis.channel;

import io.pagenow.presence.redis.connection.RedisPools;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol.Command;

/**
 * The subscriptions of one connection to the channels of partitions. Not thread-safe.
 *
 * <p>The connection must not be used again after {@link #close}.
 */
final class ChannelConnection implements AutoCloseable {

  private static final long SILENCE_MICROS =
      TimeUnit.NANOSECONDS.toMicros(RedisPools.CHANNEL_SILENCE.toNanos());

  private final Connection connection;
  private final Channels channels;
  private final Map<Integer, Subscription> subscriptions = new HashMap<>();

  /**
   * @param attempt the number of the attempt in {@link ChannelState}
   * @param probedAt the time in the last probe; 0 before the first one
   */
  private record Subscription(long attempt, long probedAt) {
    Subscription probed(long micros) {
      return new Subscription(attempt, micros);
    }
  }

  ChannelConnection(Connection connection, Channels channels) {
    this.connection = connection;
    this.channels = channels;
  }

  /** Subscribes to the channel of a partition, unless it is subscribed. */
  void subscribe(int partition) {
    if (!subscriptions.containsKey(partition)) {
      subscriptions.put(
          partition, new Subscription(channels.state(partition).begin(), /* probedAt= */ 0));
      Command command = channels.areSharded() ? Command.SSUBSCRIBE : Command.SUBSCRIBE;
      connection.sendCommand(command, channels.name(partition));
    }
  }

  /** Records that the server confirmed the subscription to a channel. */
  void confirm(int partition) {
    channels.state(partition).confirm(attempt(partition));
  }

  /** Records that the server ended the subscription to a channel. */
  void end(int partition) {
    Subscription ended = subscriptions.remove(partition);
    if (ended != null) {
      channels.state(partition).end(ended.attempt());
    }
  }

  /**
   * Records the arrival of a probe.
   *
   * @param micros the time in the probe
   * @return whether the connection still receives what is published to all its channels
   */
  boolean isAlive(int partition, long micros) {
    ChannelState state = channels.state(partition);
    long attempt = attempt(partition);
    state.arrived(attempt, micros);
    subscriptions.computeIfPresent(partition, (same, one) -> one.probed(micros));
    // The channels have the same master, and so the same clock.
    subscriptions.replaceAll((other, one) -> one.probedAt() == 0 ? one.probed(micros) : one);
    return !state.isElsewhere(attempt)
        && subscriptions.values().stream()
            .allMatch(one -> micros - one.probedAt() <= SILENCE_MICROS);
  }

  boolean isEmpty() {
    return subscriptions.isEmpty();
  }

  private long attempt(int partition) {
    Subscription subscription = subscriptions.get(partition);
    return subscription == null ? -1 : subscription.attempt();
  }

  @Override
  public void close() {
    // It may have messages that the reader has not read.
    connection.setBroken();
    connection.close();
    List.copyOf(subscriptions.keySet()).forEach(this::end);
  }
}
