package io.pagenow.presence.redis.inbox;

import io.pagenow.presence.cluster.subscription.DeliveredUntil;
import io.pagenow.presence.cluster.subscription.MissedEvents;
import io.pagenow.presence.concurrent.BackgroundLoop;
import io.pagenow.presence.concurrent.BackgroundLoops;
import io.pagenow.presence.metrics.StoreMeters;
import io.pagenow.presence.presence.EventDelivery;
import io.pagenow.presence.redis.connection.RedisPools;
import io.pagenow.presence.redis.connection.RedisTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.Response;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.params.XReadParams;
import redis.clients.jedis.params.XTrimParams;
import redis.clients.jedis.resps.StreamEntry;

/**
 * Reads the events of the users of one partition that other nodes publish for this node. After a
 * failure of Redis, reads the whole inbox again; the version check drops events that were delivered
 * before.
 */
final class InboxReader {

  private static final Logger LOG = Logger.getLogger(InboxReader.class.getName());

  /** The maximum number of entries in one read: 5 MB, as each has at most 26 KB. */
  private static final int BATCH = 200;

  /**
   * The time limit of a round. A read waits for entries for 250 ms, and at most a second more if
   * Redis hangs.
   */
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private static final StreamEntryID BEGINNING = new StreamEntryID(0, 0);

  private final Supplier<Pipeline> redis;
  private final Runnable rediscover;
  private final InboxEntries entries;
  private final MissedEvents missed;
  private final DeliveredUntil delivered;
  private final String key;
  private final StoreMeters meters;
  private final BackgroundLoop loop;
  private StreamEntryID last = BEGINNING;
  private StreamEntryID failed = BEGINNING;

  /** The time of Redis before the last read, in microseconds. */
  private long readAt;

  /**
   * The last entry that was read, also before a failure. It stays in the stream until it is
   * trimmed.
   */
  private StreamEntryID newest = BEGINNING;

  /**
   * Creates the reader. {@link #start} starts its thread.
   *
   * @param redis connects to the server of the partition
   * @param rediscover called after a failure, when the partition may be on another server
   * @param key the key of the stream
   */
  InboxReader(
      Supplier<Pipeline> redis,
      Runnable rediscover,
      String key,
      EventDelivery delivery,
      MissedEvents missed,
      DeliveredUntil delivered,
      BackgroundLoops loops,
      StoreMeters meters) {
    this.redis = redis;
    this.rediscover = rediscover;
    this.entries = new InboxEntries(delivery, meters);
    this.missed = missed;
    this.delivered = delivered;
    delivered.readUntil(key, 0);
    this.key = key;
    this.meters = meters;
    this.loop = loops.repeat("presence-redis-inbox " + key, LIMIT, this::deliverNext);
  }

  void start() {
    loop.start();
  }

  /** Stops readers together, because an interrupt does not end a wait for entries. */
  static void stop(List<InboxReader> readers) {
    readers.forEach(reader -> reader.loop.stopSoon());
    readers.forEach(reader -> reader.loop.stop());
  }

  private void deliverNext() {
    try {
      List<StreamEntry> entries = read();
      meters.inboxBatch(entries.size());
      entries.forEach(this::accept);
      if (entries.size() < BATCH) {
        delivered.readUntil(key, readAt);
      }
    } catch (JedisException e) {
      LOG.log(Level.FINE, "Cannot read the inbox " + key + "; retrying", e);
      // The next server may be a replica that was promoted before it had all entries. Its clock may
      // give new entries lower ids than some that were read.
      last = BEGINNING;
      rediscover.run();
      loop.pause();
    }
  }

  /** Trims the entries that were read, and waits for new ones. */
  private List<StreamEntry> read() {
    XTrimParams read = XTrimParams.xTrimParams().approximateTrimming().minId(last.toString());
    XReadParams wait =
        XReadParams.xReadParams().count(BATCH).block((int) RedisPools.INBOX_WAIT.toMillis());
    try (Pipeline pipeline = redis.get()) {
      // The trim fails if the server became a replica after a failover, although it would still
      // answer reads.
      Response<Long> trimmed = pipeline.xtrim(key, read);
      // Before the read: events of that time are in the stream.
      Response<Object> time = pipeline.sendCommand(Protocol.Command.TIME, new String[0]);
      Response<Map<String, List<StreamEntry>>> streams =
          pipeline.xreadAsMap(wait, Map.of(key, last));
      // After the read: if the oldest entry is in the stream now, it was there during the read.
      Response<List<StreamEntry>> oldest = pipeline.xrange(key, "-", "+", 1);
      pipeline.sync();
      trimmed.get();
      readAt = RedisTime.micros(time.get());
      oldest.get().forEach(this::noticeGap);
      Map<String, List<StreamEntry>> entries = streams.get();
      return entries == null ? List.of() : entries.getOrDefault(key, List.of());
    }
  }

  /**
   * Detects trimmed entries. Other nodes trim an inbox that has too many bytes, even if entries
   * were not read.
   */
  private void noticeGap(StreamEntry oldest) {
    if (!newest.equals(BEGINNING) && oldest.getID().compareTo(newest) > 0) {
      LOG.warning(
          "Events of other nodes were trimmed before this node read them; reading current events");
      missed.report();
    }
  }

  private void accept(StreamEntry entry) {
    try {
      entries.deliver(entry.getFields());
    } catch (RuntimeException e) {
      // One invalid entry, perhaps of another release, must not stop the other ones.
      LOG.log(
          Level.WARNING,
          "Skipping inbox entry " + entry.getID() + ", which cannot be delivered",
          e);
    } catch (Error e) {
      // The cause is usually a lack of memory: the next round reads the entry again. A second Error
      // may be caused by the entry itself, so the entry is skipped.
      if (!entry.getID().equals(failed)) {
        failed = entry.getID();
        throw e;
      }
      LOG.log(Level.SEVERE, "Skipping inbox entry " + entry.getID() + " after two errors", e);
    }
    last = entry.getID();
    newest = last;
    loop.progress();
  }
}
