package io.pagenow.presence.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class MessageTextTest {

  private final MessageText message = new MessageText(10);

  @Test
  void partsAreJoinedUpToTheLimitInBytes() {
    assertTrue(message.add("12345"));
    assertTrue(message.add("가67"));
    assertEquals("12345가67", message.take());
    assertTrue(message.add("1234567890"));
    assertFalse(message.add("1"));
  }

  @Test
  void theNumberOfEmptyPartsIsLimited() {
    MessageText large = new MessageText(1_000_000);
    for (int i = 0; i < MessageText.MAX_PARTS; i++) {
      assertTrue(large.add(""));
    }
    assertFalse(large.add(""));
  }

  @Test
  void skippedPartsCountTowardsTheLimit() {
    assertTrue(message.skip(10));
    assertFalse(message.skip(1));
  }

  @Test
  void theNextMessageStartsEmpty() {
    assertTrue(message.skip(10));
    message.take();
    assertTrue(message.add("another"));
    assertEquals("another", message.take());
    assertEquals("", message.take());
  }
}
