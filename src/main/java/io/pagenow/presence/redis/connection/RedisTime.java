package io.pagenow.presence.redis.connection;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Decodes the answer to the command {@code TIME}: seconds since the epoch, and microseconds. */
public final class RedisTime {

  private RedisTime() {}

  public static long micros(Object answer) {
    List<?> parts = (List<?>) answer;
    return number(parts.get(0)) * 1_000_000 + number(parts.get(1));
  }

  private static long number(Object digits) {
    return Long.parseLong(new String((byte[]) digits, StandardCharsets.US_ASCII));
  }
}
