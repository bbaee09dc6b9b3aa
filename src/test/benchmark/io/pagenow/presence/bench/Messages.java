package io.pagenow.presence.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/** Writes the messages of a client, and reads fields of server messages at fixed positions. */
final class Messages {

  private static final int TYPE_AT = "{\"type\":\"".length();
  private static final int SAID_SEQUENCE_AT = Texts.SAID_BEGINS.length() + Texts.URL.length();
  private static final byte[] UPDATE = Texts.said(0).getBytes(US_ASCII);

  private static final ByteBuf HEARTBEAT =
      Unpooled.unreleasableBuffer(
          Unpooled.copiedBuffer("{\"action\":\"heartbeat\"}", US_ASCII).asReadOnly());

  private Messages() {}

  /** Returns a heartbeat of version 1. Releasing it has no effect. */
  static ByteBuf heartbeat() {
    return HEARTBEAT.duplicate();
  }

  /** Returns an update with the page of this number. The caller releases it. */
  static ByteBuf update(long sequence) {
    byte[] text = UPDATE.clone();
    long rest = sequence;
    for (int i = SAID_SEQUENCE_AT + Texts.SEQUENCE_DIGITS - 1; i >= SAID_SEQUENCE_AT; i--) {
      text[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    return Unpooled.wrappedBuffer(text);
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
}
