package io.pagenow.presence.testing;

import redis.clients.jedis.UnifiedJedis;

/** Reads the statistics of a Redis. */
public final class RedisInfo {

  private RedisInfo() {}

  /**
   * Returns the number in a field of {@code INFO}.
   *
   * @param section the section of the field, such as {@code memory}
   */
  public static long number(UnifiedJedis redis, String section, String field) {
    return Long.parseLong(text(redis, section, field));
  }

  /** Returns a field of {@code INFO}: see {@link #number}. */
  public static String text(UnifiedJedis redis, String section, String field) {
    String start = field + ":";
    return redis
        .info(section)
        .lines()
        .filter(line -> line.startsWith(start))
        .map(line -> line.substring(start.length()).strip())
        .findFirst()
        .orElseThrow();
  }
}
