package io.pagenow.presence.testing;

import redis.clients.jedis.UnifiedJedis;

/** What a Redis says about itself. */
public final class RedisInfo {

  private RedisInfo() {}

  /**
   * The number of a field of {@code INFO}.
   *
   * @param section that the field is in, such as {@code memory}
   */
  public static long number(UnifiedJedis redis, String section, String field) {
    String start = field + ":";
    return redis
        .info(section)
        .lines()
        .filter(line -> line.startsWith(start))
        .mapToLong(line -> Long.parseLong(line.substring(start.length()).strip()))
        .findFirst()
        .orElseThrow();
  }
}
