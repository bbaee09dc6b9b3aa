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
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.Response;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.params.XReadParams;
import redis.clients.jedis.params.XTrimParams;
import redis.clients.jedis.resps.StreamEntry;

/** Reads the events of the users of one partition that other nodes publish for this node. */
final class InboxReader {

  private static final Logger LOG = Logger.getLogger(InboxReader.class.getName());

  /** The maximum number of entries in one read: 5 MB, as each has at most 26 KB. */
  private static final int BATCH = 200;

  /**
   * The time limit of a round. A read waits for entries for 250 ms, and at most a second more if
   * Redis hangs.
   */
  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** How often a read also trims the inbox, looks for a gap and reads the time. */
  private static final Duration CHECK = Duration.ofSeconds(1);

  private final Supplier<Pipeline> redis;
  private final Runnable rediscover;
  private final InboxEntries entries;
  private final MissedEvents missed;
  private final DeliveredUntil delivered;
  private final String key;
  private final StoreMeters meters;
  private final BackgroundLoop loop;
  private final InboxPosition position = new InboxPosition();
  private @Nullable StreamEntryID failed;
  private boolean checksNext = true;
  private long checkedAt;

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
      if (checksNext || System.nanoTime() - checkedAt > CHECK.toNanos()) {
        readAndCheck();
      } else {
        try (Pipeline pipeline = redis.get()) {
          Response<Map<String, List<StreamEntry>>> streams = read(pipeline);
          pipeline.sync();
          deliver(streams);
        }
      }
    } catch (JedisException e) {
      LOG.log(Level.FINE, "Cannot read the inbox " + key + "; retrying", e);
      position.interrupt();
      checksNext = true;
      rediscover.run();
      loop.pause();
    }
  }

  /**
   * Reads new entries, after trimming older ones, and notices if some were lost. The further
   * commands cost Redis more than the read itself, so most reads do without.
   */
  private void readAndCheck() {
    try (Pipeline pipeline = redis.get()) {
      if (position.resume(pipeline, key)) {
        missed.report();
      }
      // Before the trim: if an entry from before the last check is here, none was lost since.
      Response<List<StreamEntry>> oldest = pipeline.xrange(key, "-", "+", 1);
      // Unlike reads, the trim fails on a server that became a replica after a failover.
      Response<Long> trimmed =
          pipeline.xtrim(
              key, XTrimParams.xTrimParams().approximateTrimming().minId(position.last()));
      // Before the read: events of that time are in the stream.
      Response<Object> time = pipeline.sendCommand(Protocol.Command.TIME, new String[0]);
      Response<Map<String, List<StreamEntry>>> streams = read(pipeline);
      pipeline.sync();
      trimmed.get();
      if (position.hasGap(oldest.get())) {
        LOG.warning(
            "Events of other nodes were trimmed before this node read them; reading current events");
        missed.report();
      }
      checkedAt = System.nanoTime();
      if (deliver(streams)) {
        delivered.readUntil(key, RedisTime.micros(time.get()));
      }
    }
  }

  private Response<Map<String, List<StreamEntry>>> read(Pipeline pipeline) {
    XReadParams wait =
        XReadParams.xReadParams().count(BATCH).block((int) RedisPools.INBOX_WAIT.toMillis());
    return pipeline.xreadAsMap(wait, Map.of(key, new StreamEntryID(position.last())));
  }

  /** Delivers the entries of a read. Returns whether they were all that the stream had. */
  private boolean deliver(Response<Map<String, List<StreamEntry>>> streams) {
    Map<String, List<StreamEntry>> read = streams.get();
    List<StreamEntry> entries = read == null ? List.of() : read.getOrDefault(key, List.of());
    meters.inboxBatch(entries.size());
    entries.forEach(this::accept);
    // Other nodes trim an inbox that grows too fast. They keep more than this number of entries.
    checksNext = entries.size() == BATCH;
    if (!checksNext) {
      position.reachEnd();
    }
    return !checksNext;
  }

  private void accept(StreamEntry entry) {
    try {
      if (position.rereads()) {
        entries.deliverAgain(entry.getFields());
      } else {
        entries.deliver(entry.getFields());
      }
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
    position.advance(entry.getID());
    loop.progress();
  }
}
