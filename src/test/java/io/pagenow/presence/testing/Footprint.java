package io.pagenow.presence.testing;

import io.pagenow.presence.local.Jcmd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import redis.clients.jedis.RedisClient;

/**
 * What a server and its Redis hold at a moment, as the JDK's {@code jcmd} and Linux tell it.
 *
 * @param heap bytes of all objects that are in use, after a collection
 * @param files how many files and sockets are open
 * @param redis bytes
 * @param keys those that do not expire by themselves
 */
public record Footprint(long heap, long threads, long files, long redis, Set<String> keys) {

  /** The time to live of a key that does not expire. */
  private static final long FOREVER = -1;

  public static Footprint of(ProcessHandle server, RedisClient redis) throws IOException {
    Path process = Path.of("/proc", Long.toString(server.pid()));
    return new Footprint(
        Jcmd.liveBytes(server),
        entries(process.resolve("task")),
        entries(process.resolve("fd")),
        RedisInfo.number(redis, "memory", "used_memory"),
        keys(redis));
  }

  /**
   * Whether it is no more than another one, but for what comes and goes: a tenth of the heap, and
   * the threads, connections and memory that pools and buffers may keep.
   */
  public boolean isAtMost(Footprint other) {
    return heap <= other.heap * 1.1 + 8_000_000
        && threads <= other.threads + 16
        && files <= other.files + 16
        && redis <= other.redis + 1_000_000
        && other.keys.containsAll(keys);
  }

  private static long entries(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.count();
    }
  }

  private static Set<String> keys(RedisClient redis) {
    Set<String> keys = new TreeSet<>(redis.keys("*"));
    keys.removeIf(key -> redis.ttl(key) != FOREVER);
    return keys;
  }
}
