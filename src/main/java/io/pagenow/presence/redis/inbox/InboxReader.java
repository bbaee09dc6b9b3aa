package io.pagenow.presence.redis.inbox;

import io.pagenow.presence.cluster.subscription.MissedEvents;
import io.pagenow.presence.concurrent.BackgroundLoop;
import io.pagenow.presence.concurrent.BackgroundLoops;
import io.pagenow.presence.metrics.StoreMeters;
import io.pagenow.presence.model.ConnectionId;
import io.pagenow.presence.model.PresenceEvent;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.presence.EventDelivery;
import io.pagenow.presence.protocol.StoredEvents;
import io.pagenow.presence.protocol.StoredPages;
import io.pagenow.presence.redis.connection.RedisPools;
import io.pagenow.presence.tracing.Traces;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import redis.clients.jedis.Pipeline;
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

  /**
   * The maximum number of entries in one read. Each has at most 26 KB, with two pages: 5 MB in
   * total.
   */
  private static final int BATCH = 200;

  /**
   * The time limit of a round. A read waits for entries for 250 ms, and at most a second more if
   * Redis hangs.
   */
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private static final StreamEntryID BEGINNING = new StreamEntryID(0, 0);

  private final Supplier<Pipeline> redis;
  private final Runnable rediscover;
  private final EventDelivery delivery;
  private final MissedEvents missed;
  private final String key;
  private final StoreMeters meters;
  private final BackgroundLoop loop;
  private StreamEntryID last = BEGINNING;
  private StreamEntryID failed = BEGINNING;

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
      BackgroundLoops loops,
      StoreMeters meters) {
    this.redis = redis;
    this.rediscover = rediscover;
    this.delivery = delivery;
    this.missed = missed;
    this.key = key;
    this.meters = meters;
    this.loop = loops.repeat("presence-redis-inbox " + key, LIMIT, this::deliverNext);
  }

  void start() {
    loop.start();
  }

  /** Ends after the current wait for entries, see {@link BackgroundLoop#stopSoon}. */
  void stopSoon() {
    loop.stopSoon();
  }

  void stop() {
    loop.stop();
  }

  private void deliverNext() {
    try {
      List<StreamEntry> entries = read();
      meters.inboxBatch(entries.size());
      entries.forEach(this::accept);
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
      Response<Map<String, List<StreamEntry>>> streams =
          pipeline.xreadAsMap(wait, Map.of(key, last));
      // After the read: if the oldest entry is in the stream now, it was there during the read.
      Response<List<StreamEntry>> oldest = pipeline.xrange(key, "-", "+", 1);
      pipeline.sync();
      trimmed.get();
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
      dispatch(entry.getFields());
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

  private void dispatch(Map<String, String> entry) {
    UserId user = new UserId(field(entry, "user"));
    switch (field(entry, StoredEvents.TYPE)) {
      // These two are no events: connections that another node found idle, or was asked to end.
      case "idle" ->
          connection(entry).ifPresent(connection -> delivery.disconnectIdle(user, connection));
      case "disconnect" ->
          connection(entry).ifPresent(connection -> delivery.disconnect(user, connection));
      default -> {
        PresenceEvent event = StoredEvents.decode(user, entry, StoredPages::decode);
        meters.arrived(event.version());
        Traces.receive(entry, () -> delivery.deliverFromInbox(event));
      }
    }
  }

  private static Optional<ConnectionId> connection(Map<String, String> entry) {
    return ConnectionId.parse(field(entry, "connection"));
  }

  private static String field(Map<String, String> entry, String name) {
    String value = entry.get(name);
    if (value == null) {
      throw new IllegalArgumentException("Missing field " + name);
    }
    return value;
  }
}
