package io.pagenow.presence.bench;

import io.pagenow.presence.redis.connection.Partitions;
import io.pagenow.presence.redis.script.Argument;
import io.pagenow.presence.redis.script.Script;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
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

/** The readers of {@link InboxCost}: those of each node. Thread-safe. */
final class InboxReaders {

  private static final int WAIT_MILLIS = 250;
  private static final int BATCH = 200;

  private final Inbox way;
  private final Partitions partitions;
  private final int port;
  private final LongAdder received = new LongAdder();
  private volatile boolean stopped;

  InboxReaders(Inbox way, Partitions partitions, int port) {
    this.way = way;
    this.partitions = partitions;
    this.port = port;
  }

  /** Starts the readers of a node. */
  List<Thread> start(String node) {
    Thread stream = thread("stream-" + node, () -> read(node));
    return way.isSubscribed()
        ? List.of(
            stream,
            thread("channel-" + node, () -> subscribe(node)),
            thread("probes-" + node, () -> probe(node)))
        : List.of(stream);
  }

  private static Thread thread(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /** Returns how many events all readers got. */
  long received() {
    return received.sum();
  }

  /** Lets the readers end within a second. */
  void stop() {
    stopped = true;
  }

  private void subscribe(String node) {
    try (Jedis client = connect()) {
      client.subscribe(new Subscription(), partitions.inbox(node, 0));
    }
  }

  private void probe(String node) {
    try (Jedis client = connect()) {
      String script = client.scriptLoad(Script.PROBE_CHANNEL.text());
      List<String> arguments = Script.PROBE_CHANNEL.call().with(Argument.NODE, node).arguments(0);
      boolean last = false;
      while (!last) {
        last = stopped;
        client.evalsha(script, partitions.keys(0), arguments);
        TimeUnit.SECONDS.sleep(1);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void read(String node) {
    String key = partitions.inbox(node, 0);
    StreamEntryID last = new StreamEntryID(0, 0);
    long checkedAt = System.nanoTime();
    try (Jedis client = connect()) {
      while (!stopped) {
        boolean checks = System.nanoTime() - checkedAt > TimeUnit.SECONDS.toNanos(1);
        checkedAt = checks ? System.nanoTime() : checkedAt;
        List<StreamEntry> entries =
            checks
                ? readAndCheck(client, key, last)
                : of(key, client.xreadAsMap(waiting(), Map.of(key, last)));
        received.add(entries.size());
        last = entries.isEmpty() ? last : entries.get(entries.size() - 1).getID();
      }
    }
  }

  /** Sends what a node sends once a second. */
  private static List<StreamEntry> readAndCheck(Jedis client, String key, StreamEntryID last) {
    try (Pipeline pipeline = client.pipelined()) {
      pipeline.xrange(key, "-", "+", 1);
      pipeline.xtrim(key, XTrimParams.xTrimParams().approximateTrimming().minId(last.toString()));
      pipeline.sendCommand(Command.TIME, new String[0]);
      Response<Map<String, List<StreamEntry>>> read =
          pipeline.xreadAsMap(waiting(), Map.of(key, last));
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

  private Jedis connect() {
    return new Jedis("127.0.0.1", port);
  }

  /** Counts messages that are no probes. */
  private final class Subscription extends JedisPubSub {
    @Override
    public void onMessage(String channel, String message) {
      if (!message.startsWith("time")) {
        received.increment();
      } else if (stopped) {
        unsubscribe();
      }
    }
  }
}
