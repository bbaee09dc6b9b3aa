package io.pagenow.presence.redis.channel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChannelMessageTest {

  @Test
  void namesAndValuesAreSeparatedByZeroBytes() {
    assertEquals(
        Map.of("user", "ann", "type", "update", "page", "{\"title\":\"\u00e4\n\"}", "to", ""),
        decode("user\0ann\0type\0update\0page\0{\"title\":\"\u00e4\n\"}\0to\0"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "user", "user\0ann\0", "user\0ann\0type"})
  void aFieldWithoutAValueIsRejected(String message) {
    assertThrows(IllegalArgumentException.class, () -> decode(message));
  }

  private static Map<String, String> decode(String message) {
    return ChannelMessage.decode(message.getBytes(UTF_8));
  }
}
