package io.pagenow.presence.redis.inbox;

import io.pagenow.presence.cluster.MissedEvents;
import io.pagenow.presence.concurrent.BackgroundLoop;
import io.pagenow.presence.concurrent.BackgroundLoops;
import io.pagenow.presence.model.ConnectionId;
import io.pagenow.presence.model.Page;
import io.pagenow.presence.model.PresenceEvent.TimedOut;
import io.pagenow.presence.model.PresenceEvent.Updated;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.presence.EventDelivery;
import io.pagenow.presence.protocol.Pages;
import io.pagenow.presence.redis.connection.RedisPools;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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
 * PresenceReads what other nodes have for the connections of this one, about the users of one
 * partition. Where Redis cannot be reached, it goes on afterwards with what is there, of which some
 * may be read a second time.
 */
final class InboxReader {

  private static final Logger LOG = Logger.getLogger(InboxReader.class.getName());

  /** Of at most 26 KB each, with two pages: 5 MB. */
  private static final int BATCH = 200;

  /** A read waits a quarter of a second for entries, and a second more for a Redis that hangs. */
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private static final StreamEntryID BEGINNING = new StreamEntryID(0, 0);

  private final Supplier<Pipeline> redis;
  private final Runnable lookAgain;
  private final EventDelivery announcer;
  private final MissedEvents missed;
  private final String key;
  private final BackgroundLoop loop;
  private StreamEntryID last = BEGINNING;
  private StreamEntryID failed = BEGINNING;

  /**
   * The last entry that was read before any failure. It stays in the stream until it is trimmed.
   */
  private StreamEntryID newest = BEGINNING;

  /**
   * @param redis a connection to where the partition is
   * @param lookAgain where it is may have changed
   */
  InboxReader(
      Supplier<Pipeline> redis,
      Runnable lookAgain,
      String key,
      EventDelivery announcer,
      MissedEvents missed,
      BackgroundLoops loops) {
    this.redis = redis;
    this.lookAgain = lookAgain;
    this.announcer = announcer;
    this.missed = missed;
    this.key = key;
    this.loop = loops.repeat("presence-redis-inbox " + key, LIMIT, this::deliverNext);
  }

  void start() {
    loop.start();
  }

  void stop() {
    loop.stop();
  }

  private void deliverNext() {
    try {
      read().forEach(this::accept);
    } catch (JedisException e) {
      LOG.log(Level.FINE, "The inbox cannot be read", e);
      // What answers next may be a replica that was promoted before it had all. It then numbers
      // entries by its own clock, perhaps lower than some that were read.
      last = BEGINNING;
      lookAgain.run();
      loop.pause();
    }
  }

  /** Lets go of what was read, and waits for more. */
  private List<StreamEntry> read() {
    XTrimParams read = XTrimParams.xTrimParams().approximateTrimming().minId(last.toString());
    XReadParams wait =
        XReadParams.xReadParams().count(BATCH).block((int) RedisPools.INBOX_WAIT.toMillis());
    try (Pipeline pipeline = redis.get()) {
      // Fails where the primary is a replica after a fail-over, though it could be read still.
      Response<Long> trimmed = pipeline.xtrim(key, read);
      Response<Map<String, List<StreamEntry>>> streams =
          pipeline.xreadAsMap(wait, Map.of(key, last));
      // After the read: what is there still was there when it was read.
      Response<List<StreamEntry>> oldest = pipeline.xrange(key, "-", "+", 1);
      pipeline.sync();
      trimmed.get();
      oldest.get().forEach(this::noticeGap);
      Map<String, List<StreamEntry>> entries = streams.get();
      return entries == null ? List.of() : entries.getOrDefault(key, List.of());
    }
  }

  /** Other nodes trim an inbox that has too many bytes, whether or not it was read so far. */
  private void noticeGap(StreamEntry oldest) {
    if (!newest.equals(BEGINNING) && oldest.getID().compareTo(newest) > 0) {
      LOG.warning("Events of other nodes were trimmed before they were read; catching up");
      missed.report();
    }
  }

  private void accept(StreamEntry entry) {
    try {
      dispatch(entry.getFields());
    } catch (RuntimeException e) {
      // One bad entry, perhaps of another release, must not stop the rest.
      LOG.log(Level.WARNING, "An inbox entry was passed over", e);
    } catch (Error e) {
      // For want of memory, say: the next round reads the entry again. A second Error may be the
      // fault of the entry itself.
      if (!entry.getID().equals(failed)) {
        failed = entry.getID();
        throw e;
      }
      LOG.log(Level.SEVERE, "An inbox entry was passed over", e);
    }
    last = entry.getID();
    newest = last;
    loop.progress();
  }

  private void dispatch(Map<String, String> entry) {
    UserId user = new UserId(field(entry, "user"));
    switch (field(entry, "type")) {
      case "update" -> {
        String page = field(entry, "page");
        Page shown = Pages.decode(page);
        Page latest = Pages.decode(field(entry, "latest"), page, shown);
        announcer.announce(new Updated(user, version(entry), shown, latest));
      }
      case "timeout" -> announcer.announce(new TimedOut(user, version(entry)));
      case "idle" ->
          ConnectionId.parse(field(entry, "connection"))
              .ifPresent(connection -> announcer.disconnectIdle(user, connection));
      default -> throw new IllegalArgumentException("Unknown type " + entry.get("type"));
    }
  }

  private static long version(Map<String, String> entry) {
    return Long.parseLong(field(entry, "version"));
  }

  private static String field(Map<String, String> entry, String name) {
    String value = entry.get(name);
    if (value == null) {
      throw new IllegalArgumentException("Without " + name);
    }
    return value;
  }
}
