package io.pagenow.presence.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/** Encodes the frames of a client, and reads the fields of server messages at fixed positions. */
final class Frames {

  static final int TEXT = 1;
  static final int CLOSE = 8;
  static final int PING = 9;
  static final int PONG = 10;

  private static final int LAST = 0x80;
  private static final int MASKED = 0x80;
  private static final int TWO_BYTES_OF_LENGTH = 126;
  private static final int HEADER = 8;
  private static final byte[] MASK = {0x5a, 0x13, 0x7c, 0x21};

  private static final int TYPE_AT = "{\"type\":\"".length();
  private static final int SAID_SEQUENCE_AT =
      HEADER + Texts.SAID_BEGINS.length() + Texts.URL.length();
  private static final byte[] UPDATE = mask(Texts.said(0));

  private Frames() {}

  /** Encodes an update with the page of this number. */
  static ByteBuf update(ByteBufAllocator allocator, long sequence) {
    ByteBuf frame = allocator.directBuffer(UPDATE.length).writeBytes(UPDATE);
    long rest = sequence;
    for (int i = SAID_SEQUENCE_AT + Texts.SEQUENCE_DIGITS - 1; i >= SAID_SEQUENCE_AT; i--) {
      frame.setByte(i, (byte) ('0' + rest % 10) ^ MASK[(i - HEADER) & 3]);
      rest /= 10;
    }
    return frame;
  }

  /** Encodes a control frame of a client. The mask is zero, so it changes nothing. */
  static ByteBuf control(ByteBufAllocator allocator, int opcode, ByteBuf payload) {
    return allocator
        .buffer(6 + payload.readableBytes())
        .writeByte(LAST | opcode)
        .writeByte(MASKED | payload.readableBytes())
        .writeInt(0)
        .writeBytes(payload);
  }

  /** Returns whether a server message is an update. */
  static boolean isUpdate(ByteBuf in, int at) {
    return in.getByte(at + TYPE_AT) == 'u';
  }

  /** Returns whether a server message is a timeout, that is, whether a user went offline. */
  static boolean isTimeout(ByteBuf in, int at) {
    return in.getByte(at + TYPE_AT) == 'p';
  }

  /** Returns the number of the user in an update. */
  static int updatedUser(ByteBuf in, int at) {
    return (int) number(in, at + Texts.UPDATE_BEGINS.length(), Texts.USER_DIGITS);
  }

  /** Returns the number of the user in a timeout. */
  static int timedOutUser(ByteBuf in, int at) {
    return (int) number(in, at + Texts.TIMEOUT_BEGINS.length(), Texts.USER_DIGITS);
  }

  /** Returns the number of the page in an update. */
  static long sequence(ByteBuf in, int at) {
    return number(in, at + Texts.SEQUENCE_AT, Texts.SEQUENCE_DIGITS);
  }

  private static long number(ByteBuf in, int at, int digits) {
    long number = 0;
    for (int i = at; i < at + digits; i++) {
      int digit = in.getByte(i) - '0';
      if (digit < 0 || digit > 9) {
        throw new IllegalStateException("The server sends messages of an unexpected form");
      }
      number = number * 10 + digit;
    }
    return number;
  }

  private static byte[] mask(String message) {
    byte[] text = message.getBytes(US_ASCII);
    byte[] frame = new byte[HEADER + text.length];
    frame[0] = (byte) (LAST | TEXT);
    frame[1] = (byte) (MASKED | TWO_BYTES_OF_LENGTH);
    frame[2] = (byte) (text.length >> 8);
    frame[3] = (byte) text.length;
    System.arraycopy(MASK, 0, frame, 4, MASK.length);
    for (int i = 0; i < text.length; i++) {
      frame[HEADER + i] = (byte) (text[i] ^ MASK[i & 3]);
    }
    return frame;
  }
}
