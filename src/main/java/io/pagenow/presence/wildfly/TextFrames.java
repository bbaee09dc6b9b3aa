package io.pagenow.presence.wildfly;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pagenow.presence.delivery.WaitingTexts;
import java.nio.ByteBuffer;
import java.util.IdentityHashMap;

/**
 * Encodes texts as WebSocket frames (RFC 6455, section 5.2) for one I/O thread. An event usually
 * goes to several connections in a row, and is encoded once for all of them. Not thread-safe.
 */
final class TextFrames {

  /** The number of bytes after which no further text is added to a write. */
  private static final int ENOUGH = 16 * 1024;

  /** The buffer also holds the largest event after that: it has two pages of 12 KB each. */
  private static final int CAPACITY = 64 * 1024;

  private static final int MAX_ENCODED = 1_000;

  private static final byte FINAL_TEXT = (byte) 0x81;
  private static final int MAX_SHORT_LENGTH = 125;
  private static final byte TWO_BYTE_LENGTH = 126;
  private static final byte EIGHT_BYTE_LENGTH = 127;
  private static final int MAX_HEADER = 10;

  private final ByteBuffer buffer = ByteBuffer.allocateDirect(CAPACITY);

  // Compares references, because comparing whole texts would cost what this saves.
  private final IdentityHashMap<String, byte[]> encoded = new IdentityHashMap<>();

  /**
   * Takes waiting texts and returns their frames, one after the other: those of all texts, or at
   * least 16 KB. The buffer is valid until the next call, and empty if no text waits.
   */
  ByteBuffer gather(WaitingTexts texts) {
    ByteBuffer frames = buffer.clear();
    while (frames.position() < ENOUGH) {
      String text = texts.next();
      if (text == null) {
        break;
      }
      byte[] frame = frame(text);
      if (frame.length > frames.remaining()) {
        frames = ByteBuffer.allocate(frames.position() + frame.length).put(frames.flip());
      }
      frames.put(frame);
    }
    return frames.flip();
  }

  /** Releases the encoded texts. */
  void clear() {
    encoded.clear();
  }

  private byte[] frame(String text) {
    byte[] frame = encoded.get(text);
    if (frame == null) {
      frame = encode(text);
      if (encoded.size() >= MAX_ENCODED) {
        encoded.clear();
      }
      encoded.put(text, frame);
    }
    return frame;
  }

  private static byte[] encode(String text) {
    byte[] payload = text.getBytes(UTF_8);
    ByteBuffer frame = ByteBuffer.allocate(MAX_HEADER + payload.length).put(FINAL_TEXT);
    if (payload.length <= MAX_SHORT_LENGTH) {
      frame.put((byte) payload.length);
    } else if (payload.length <= Character.MAX_VALUE) {
      frame.put(TWO_BYTE_LENGTH).putShort((short) payload.length);
    } else {
      frame.put(EIGHT_BYTE_LENGTH).putLong(payload.length);
    }
    frame.put(payload).flip();
    byte[] bytes = new byte[frame.remaining()];
    frame.get(bytes);
    return bytes;
  }
}
