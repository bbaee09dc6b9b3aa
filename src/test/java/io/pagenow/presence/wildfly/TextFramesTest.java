package io.pagenow.presence.wildfly;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Decodes the frames with the WebSocket decoder of Netty. */
class TextFramesTest {

  private final TextFrames frames = new TextFrames();

  @Test
  void allWaitingTextsAreOneBuffer() {
    assertEquals(List.of("a", "b\u00e9", "c"), decoded(gather(queue("a", "b\u00e9", "c"))));
  }

  @Test
  void nothingWaits() {
    assertEquals(0, gather(queue()).readableBytes());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 125, 126, 127, 128, 255, 256, 65_535, 65_536, 200_000})
  void aTextMayHaveAnyLength(int length) {
    String text = "x".repeat(length);

    assertEquals(List.of("before", text), decoded(gather(queue("before", text))));
  }

  @Test
  void aWriteIsBounded() {
    String text = "x".repeat(1_000);
    Queue<String> waiting = new ArrayDeque<>();
    for (int i = 0; i < 100; i++) {
      waiting.add(text);
    }

    assertEquals(17, decoded(gather(waiting)).size());
    assertEquals(83, waiting.size());
  }

  @Test
  void aTextIsEncodedAgainAfterItWasReleased() {
    String text = "text";
    assertEquals(List.of(text), decoded(gather(queue(text))));
    frames.clear();

    assertEquals(List.of(text, text), decoded(gather(queue(text, text))));
  }

  private ByteBuf gather(Queue<String> waiting) {
    return Unpooled.copiedBuffer(frames.gather(waiting::poll));
  }

  private static Queue<String> queue(String... texts) {
    return new ArrayDeque<>(List.of(texts));
  }

  private static List<String> decoded(ByteBuf bytes) {
    EmbeddedChannel channel =
        new EmbeddedChannel(new WebSocket13FrameDecoder(false, false, 1_000_000, false));
    channel.writeInbound(bytes);
    List<String> texts = new ArrayList<>();
    TextWebSocketFrame frame = channel.readInbound();
    while (frame != null) {
      assertTrue(frame.isFinalFragment());
      texts.add(frame.text());
      frame.release();
      frame = channel.readInbound();
    }
    return texts;
  }
}
