package io.pagenow.presence.redis;

import io.pagenow.presence.model.ConnectionId;
import io.pagenow.presence.model.PresenceEvent.TimedOut;
import io.pagenow.presence.model.PresenceEvent.Updated;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.tracking.Announcer;
import io.pagenow.presence.wire.Pages;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadFactory;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.params.XReadParams;
import redis.clients.jedis.params.XTrimParams;
import redis.clients.jedis.resps.StreamEntry;

/**
 * Reads what other nodes have for the connections of this one, about the users of one partition.
 * Where Redis cannot be reached, it goes on afterwards with what was appended meanwhile.
 */
final class InboxReader {

  private static final Logger LOG = Logger.getLogger(InboxReader.class.getName());

  private static final int BATCH = 500;

  private final Supplier<Pipeline> redis;
  private final Runnable lookAgain;
  private final Announcer announcer;
  private final String key;
  private final Worker worker;
  private StreamEntryID last = new StreamEntryID(0, 0);

  /**
   * @param redis a connection to where the partition is
   * @param lookAgain where it is may have changed
   */
  InboxReader(
      Supplier<Pipeline> redis,
      Runnable lookAgain,
      String key,
      Announcer announcer,
      ThreadFactory threads) {
    this.redis = redis;
    this.lookAgain = lookAgain;
    this.announcer = announcer;
    this.key = key;
    this.worker = new Worker(threads, "presence-redis-inbox", this::work);
  }

  void start() {
    worker.start();
  }

  void stop() {
    worker.stop();
  }

  private void work() {
    while (!worker.isStopped()) {
      try {
        List<StreamEntry> entries = read();
        entries.forEach(this::accept);
        if (entries.isEmpty()) {
          // Also where there is nothing to trim: a replica, as the primary is one after a
          // fail-over, answers reads and refuses this.
          run(pipeline -> pipeline.xtrim(key, XTrimParams.xTrimParams().minId(last.toString())));
        }
      } catch (JedisException e) {
        LOG.log(Level.FINE, "The inbox cannot be read", e);
        lookAgain.run();
        worker.pause();
      }
    }
  }

  private List<StreamEntry> read() {
    XReadParams wait =
        XReadParams.xReadParams().count(BATCH).block((int) RedisPools.INBOX_WAIT.toMillis());
    Map<String, List<StreamEntry>> streams =
        run(pipeline -> pipeline.xreadAsMap(wait, Map.of(key, last)));
    return streams == null ? List.of() : streams.getOrDefault(key, List.of());
  }

  private <T> @Nullable T run(Function<Pipeline, Response<T>> command) {
    try (Pipeline pipeline = redis.get()) {
      Response<T> response = command.apply(pipeline);
      pipeline.sync();
      return response.get();
    }
  }

  private void accept(StreamEntry entry) {
    last = entry.getID();
    try {
      dispatch(entry.getFields());
    } catch (RuntimeException e) {
      // One bad entry, perhaps of another release, must not stop the rest.
      LOG.log(Level.WARNING, "An inbox entry was passed over", e);
    }
  }

  private void dispatch(Map<String, String> entry) {
    UserId user = new UserId(field(entry, "user"));
    switch (field(entry, "type")) {
      case "update" ->
          announcer.announce(
              new Updated(
                  user,
                  version(entry),
                  Pages.decode(field(entry, "page")),
                  Pages.decode(field(entry, "latest"))));
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
