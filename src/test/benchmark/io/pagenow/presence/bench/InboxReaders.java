package io.pagenow.presence.bench;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.Response;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.params.XReadParams;
import redis.clients.jedis.params.XTrimParams;
import redis.clients.jedis.resps.StreamEntry;

/** The readers of {@link InboxCost}: one for each node. Thread-safe. */
final class InboxReaders {

  private static final int WAIT_MILLIS = 250;
  private static final int BATCH = 200;

  private final Inbox way;
  private final String prefix;
  private final int port;
  private final LongAdder received = new LongAdder();
  private volatile boolean stopped;

  InboxReaders(Inbox way, String prefix, int port) {
    this.way = way;
    this.prefix = prefix;
    this.port = port;
  }

  /** Starts the reader of a node. */
  Thread start(String node) {
    Thread thread = new Thread(() -> run(node), "inbox-" + node);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /** Returns how many events all readers got. */
  long received() {
    return received.sum();
  }

  void stop() {
    stopped = true;
    try (Jedis client = new Jedis("127.0.0.1", port)) {
      client.pubsubChannels(prefix + "*").forEach(channel -> client.publish(channel, ""));
    }
  }

  private void run(String node) {
    try (Jedis client = new Jedis("127.0.0.1", port)) {
      if (way.isStream()) {
        read(client, prefix + node);
      } else {
        client.subscribe(new Subscription(), way == Inbox.PUBLISH ? prefix + node : prefix);
      }
    }
  }

  private void read(Jedis client, String key) {
    StreamEntryID last = new StreamEntryID(0, 0);
    long trimmedAt = System.nanoTime();
    while (!stopped) {
      boolean whole =
          way == Inbox.STREAM || System.nanoTime() - trimmedAt > TimeUnit.SECONDS.toNanos(1);
      trimmedAt = whole ? System.nanoTime() : trimmedAt;
      List<StreamEntry> entries = whole ? round(client, key, last) : entries(client, key, last);
      received.add(entries.size());
      last = entries.isEmpty() ? last : entries.get(entries.size() - 1).getID();
      if (way == Inbox.STREAM_LEAN_5_MS && !entries.isEmpty()) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
      }
    }
  }

  private static List<StreamEntry> entries(Jedis client, String key, StreamEntryID last) {
    return of(key, client.xreadAsMap(waiting(), Map.of(key, last)));
  }

  /** Sends what a node sends for one read. */
  private static List<StreamEntry> round(Jedis client, String key, StreamEntryID last) {
    try (Pipeline pipeline = client.pipelined()) {
      pipeline.xtrim(key, XTrimParams.xTrimParams().approximateTrimming().minId(last.toString()));
      pipeline.sendCommand(Command.TIME, new String[0]);
      Response<Map<String, List<StreamEntry>>> read =
          pipeline.xreadAsMap(waiting(), Map.of(key, last));
      pipeline.xrange(key, "-", "+", 1);
      pipeline.sync();
      return of(key, read.get());
    }
  }

  private static List<StreamEntry> of(
      String key, @Nullable Map<String, List<StreamEntry>> streams) {
    return streams == null ? List.of() : streams.getOrDefault(key, List.of());
  }

  private static XReadParams waiting() {
    return XReadParams.xReadParams().count(BATCH).block(WAIT_MILLIS);
  }

  /** Counts messages. */
  private final class Subscription extends JedisPubSub {
    @Override
    public void onMessage(String channel, String message) {
      if (stopped) {
        unsubscribe();
      } else {
        received.increment();
      }
    }
  }
}
