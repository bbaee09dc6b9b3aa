package io.pagenow.presence.it.load;

import io.pagenow.presence.local.Jcmd;
import io.pagenow.presence.testing.RedisInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import redis.clients.jedis.RedisClient;

/**
 * The resources that a server and its Redis use, as reported by {@code jcmd}, Linux and Redis.
 *
 * @param heap bytes of all reachable objects after a garbage collection
 * @param threads the number of threads of the server process
 * @param files the number of open files and sockets
 * @param redis used memory in bytes
 * @param keys the keys without a time to live
 */
public record Footprint(long heap, long threads, long files, long redis, Set<String> keys) {

  /** The reply of {@code TTL} for a key that does not expire. */
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
   * Returns whether this footprint is at most as large as another one. The tolerance is a tenth of
   * the heap, and a fixed number of threads, files and bytes that pools and buffers may use.
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
