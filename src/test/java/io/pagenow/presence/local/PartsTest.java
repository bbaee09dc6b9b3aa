package io.pagenow.presence.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartsTest {

  private final List<String> ended = new ArrayList<>();

  @Test
  void theLatestIsEndedFirst() throws Exception {
    try (Parts parts = new Parts()) {
      parts.start(() -> part("first"));
      parts.start(() -> part("second"));
    }
    assertEquals(List.of("second", "first"), ended);
  }

  @Test
  void onePartThatFailsToEndKeepsNoOther() throws Exception {
    try (Parts parts = new Parts()) {
      parts.start(() -> part("first"));
      parts.start(
          () ->
              () -> {
                throw new IllegalStateException("broken on purpose");
              });
    }
    assertEquals(List.of("first"), ended);
  }

  @Test
  void nothingStartsAfterTheEnd() throws Exception {
    Parts parts = new Parts();
    parts.close();
    assertThrows(InterruptedException.class, () -> parts.start(() -> part("late")));
    assertEquals(List.of(), ended);
  }

  private AutoCloseable part(String name) {
    return () -> ended.add(name);
  }
}
