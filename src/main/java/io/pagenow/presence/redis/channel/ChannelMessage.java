package io.pagenow.presence.redis.channel;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * The form of messages in channels: names and values of fields, separated by zero bytes, which
 * neither ids nor JSON contain. {@code prelude.lua} makes them.
 */
final class ChannelMessage {

  /** The field with the time of a probe, in microseconds by the clock of Redis. */
  static final String PROBE = "time";

  private static final char SEPARATOR = '\0';

  private ChannelMessage() {}

  /**
   * Returns the fields of a message.
   *
   * @throws IllegalArgumentException if a value is missing
   */
  static Map<String, String> decode(byte[] message) {
    String text = new String(message, StandardCharsets.UTF_8);
    Map<String, String> fields = new HashMap<>();
    int from = 0;
    while (from <= text.length()) {
      int value = text.indexOf(SEPARATOR, from) + 1;
      if (value == 0) {
        throw new IllegalArgumentException("Missing value of the field " + text.substring(from));
      }
      int end = text.indexOf(SEPARATOR, value);
      end = end < 0 ? text.length() : end;
      fields.put(text.substring(from, value - 1), text.substring(value, end));
      from = end + 1;
    }
    return fields;
  }
}
