package io.pagenow.presence.bench;

import io.pagenow.presence.local.LocalRedis;
import io.pagenow.presence.model.Page;
import io.pagenow.presence.protocol.StoredPages;
import io.pagenow.presence.redis.connection.Key;
import io.pagenow.presence.redis.connection.Partitions;
import io.pagenow.presence.redis.script.Argument;
import io.pagenow.presence.redis.script.Script;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;

/**
 * Measures the CPU of Redis for an update that goes to several nodes, by the way in which events
 * travel: the real script, with readers that do what nodes do. Prints a table.
 */
final class InboxCost {

  private static final int USERS = 2_000;
  private static final int WARM_UP_SECONDS = 2;
  private static final String SENDER = "sender";

  /** Other nodes and updates a second. */
  private static final int[][] LOADS = {{0, 2_000}, {10, 2_000}, {10, 500}, {20, 1_000}, {20, 250}};

  private final Partitions partitions = new Partitions(1);
  private final LocalRedis redis;
  private final Usage usage;
  private final int seconds;

  private InboxCost(LocalRedis redis, int seconds) {
    this.redis = redis;
    this.usage = new Usage(Map.of("Redis", List.of(redis.process())));
    this.seconds = seconds;
  }

  /**
   * Measures ways with all loads, in several rounds.
   *
   * @param arguments the seconds of each measurement and the number of rounds, 3 each by default;
   *     then the names of ways, all by default
   */
  public static void main(String[] arguments) throws Exception {
    int seconds = arguments.length == 0 ? 3 : Integer.parseInt(arguments[0]);
    int rounds = arguments.length < 2 ? 3 : Integer.parseInt(arguments[1]);
    List<Inbox> ways =
        arguments.length < 3
            ? List.of(Inbox.values())
            : Arrays.stream(arguments).skip(2).map(Inbox::valueOf).toList();
    System.out.println("| nodes | updates/s | way | us of Redis an update | received |");
    System.out.println("| --- | --- | --- | --- | --- |");
    for (int round = 0; round < rounds; round++) {
      for (int[] load : LOADS) {
        for (Inbox way : load[0] == 0 ? List.of(Inbox.STREAM) : ways) {
          Path directory = Files.createTempDirectory("presence-inbox-cost");
          try (LocalRedis redis = LocalRedis.start(directory)) {
            new InboxCost(redis, seconds).measure(way, load[0], load[1]);
          }
        }
      }
    }
  }

  private void measure(Inbox way, int nodes, int rate) throws InterruptedException {
    List<String> names = IntStream.range(0, nodes).mapToObj(node -> "node" + node).toList();
    try (Jedis client = connect()) {
      names.forEach(name -> client.zadd(key(Key.NODES), 1e15, name));
      IntStream.range(0, USERS)
          .filter(user -> !names.isEmpty())
          .forEach(user -> client.hset(key(Key.WATCHERS), user(user), String.join(" ", names)));
      String script = client.scriptLoad(way.change(Script.UPDATE.text()));
      List<Thread> readers = new ArrayList<>();
      InboxReaders inboxes = new InboxReaders(way, partitions, redis.port());
      names.forEach(name -> readers.addAll(inboxes.start(name)));
      update(client, script, rate, WARM_UP_SECONDS);
      long received = inboxes.received();
      Usage.Reading before = usage.read();
      int sent = update(client, script, rate, seconds);
      double micros = usage.read().since(before).ofSystem() * 1e6 / sent;
      TimeUnit.SECONDS.sleep(1);
      System.out.println(
          Report.line(
              "| %d | %,d | %s | %.0f | %.2f |",
              nodes, rate, way, micros, (double) (inboxes.received() - received) / sent));
      inboxes.stop();
      for (Thread reader : readers) {
        reader.join();
      }
    }
  }

  /** Sends updates at a fixed rate, in a round trip every 3 milliseconds. Returns their number. */
  private int update(Jedis client, String script, int rate, int forSeconds) {
    long start = System.nanoTime();
    int sent = 0;
    while (sent < rate * forSeconds) {
      int due = (int) ((System.nanoTime() - start) / 1e9 * rate);
      try (Pipeline pipeline = client.pipelined()) {
        for (; sent < due; sent++) {
          pipeline.evalsha(script, partitions.keys(0), arguments(sent));
        }
        pipeline.sync();
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(3));
    }
    return sent;
  }

  private static List<String> arguments(int update) {
    int user = update * 31 % USERS;
    String url = "https://www.example.com/some/long/path/as/people/have/them/" + update;
    return Script.UPDATE
        .call()
        .with(Argument.NODE, SENDER)
        .with(Argument.USER, user(user))
        .with(Argument.CONNECTION, SENDER + "-" + user)
        .with(Argument.PAGE, StoredPages.encode(new Page(url, "A title of a page", "example.com")))
        .with(Argument.REPORTED, 0)
        .with(Argument.AGAIN, false)
        .with(Argument.HIDDEN_BY, "")
        .with(Argument.HISTORY, 0)
        .with(Argument.TRACE, "")
        .with(Argument.INVISIBLE_SINCE, 0)
        .arguments(0);
  }

  private Jedis connect() {
    return new Jedis("127.0.0.1", redis.port());
  }

  private String key(Key key) {
    return partitions.keys(0).get(key.position() - 1);
  }

  private static String user(int user) {
    return "user-" + user;
  }
}
