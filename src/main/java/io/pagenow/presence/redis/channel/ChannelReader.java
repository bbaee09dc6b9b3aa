package io.pagenow.presence.redis.channel;

import io.pagenow.presence.concurrent.BackgroundLoop;
import io.pagenow.presence.concurrent.BackgroundLoops;
import io.pagenow.presence.redis.connection.Shards;
import io.pagenow.presence.redis.inbox.InboxEntries;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Receives the events of the partitions of one master by their channels, on one connection. After a
 * failure it subscribes again; until then other nodes publish to the streams.
 */
final class ChannelReader {

  private static final Logger LOG = Logger.getLogger(ChannelReader.class.getName());

  /** The time limit of a round. The connection breaks after 2.5 seconds without messages. */
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final int number;
  private final ChannelReaders readers;
  private final Channels channels;
  private final Shards shards;
  private final InboxEntries entries;
  private final ChannelRefusal refusal = new ChannelRefusal();
  private final BackgroundLoop loop;

  private volatile @Nullable Connection open;

  /** Creates the reader with this number. {@link #start} starts its thread. */
  ChannelReader(
      int number,
      ChannelReaders readers,
      Channels channels,
      Shards shards,
      InboxEntries entries,
      BackgroundLoops loops) {
    this.number = number;
    this.readers = readers;
    this.channels = channels;
    this.shards = shards;
    this.entries = entries;
    this.loop = loops.repeat("presence-redis-channels-" + number, LIMIT, this::receive);
  }

  void start() {
    loop.start();
  }

  /** Lets the thread end after its round, without waiting. */
  void stopSoon() {
    loop.stopSoon();
    disconnect();
  }

  void stop() {
    loop.stop(this::disconnect);
  }

  /** Ends a wait for messages. */
  private void disconnect() {
    Connection connection = open;
    if (connection != null) {
      try {
        connection.forceDisconnect();
      } catch (IOException e) {
        LOG.log(Level.FINE, "The connection was already broken", e);
      }
    }
  }

  private void receive() {
    List<Integer> partitions = readers.partitionsOf(number);
    if (partitions.isEmpty() || refusal.lasts()) {
      loop.pause();
      return;
    }
    Connection connection;
    try {
      connection = shards.connect(partitions.get(0));
    } catch (JedisException e) {
      recover(e);
      return;
    }
    open = connection;
    try (ChannelConnection subscribed = new ChannelConnection(connection, channels)) {
      // The masters may be known since this connection.
      readers.partitionsOf(number).forEach(subscribed::subscribe);
      while (!loop.isStopped() && !subscribed.isEmpty()) {
        accept(subscribed, (List<?>) connection.getOne());
        loop.progress();
      }
    } catch (JedisException e) {
      if (!loop.isStopped()) {
        refusal.accept(e);
        recover(e);
      }
    } finally {
      open = null;
    }
  }

  private void recover(JedisException cause) {
    LOG.log(Level.FINE, "Cannot receive events by channels; subscribing again", cause);
    shards.rediscover();
    loop.pause();
  }

  private void accept(ChannelConnection connection, List<?> message) {
    int partition = channels.partitionOf(text(message.get(1)));
    switch (text(message.get(0))) {
      case "message", "smessage" -> {
        long probe = deliver((byte[]) message.get(2));
        if (probe > 0) {
          check(connection, partition, probe);
        }
      }
      case "subscribe", "ssubscribe" -> connection.confirm(partition);
      default -> {
        // The slot moved to another master.
        connection.end(partition);
        shards.rediscover();
      }
    }
  }

  /** Delivers an event. Returns 0, or the time in microseconds if the message is a probe. */
  private long deliver(byte[] message) {
    try {
      Map<String, String> fields = ChannelMessage.decode(message);
      String probe = fields.get(ChannelMessage.PROBE);
      if (probe != null) {
        return Long.parseLong(probe);
      }
      entries.deliver(fields);
    } catch (RuntimeException e) {
      // One invalid message, perhaps of another release, must not stop the other ones.
      LOG.log(Level.WARNING, "Skipping a message that cannot be delivered", e);
    }
    return 0;
  }

  private void check(ChannelConnection connection, int partition, long probe) {
    if (!connection.isAlive(partition, probe)) {
      throw new JedisConnectionException("Another server publishes to the channels");
    }
    refusal.end();
    // Partitions that moved to this master.
    readers.partitionsOf(number).forEach(connection::subscribe);
  }

  private static String text(Object bytes) {
    return new String((byte[]) bytes, StandardCharsets.UTF_8);
  }
}
