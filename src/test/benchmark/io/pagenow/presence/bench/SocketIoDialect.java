package io.pagenow.presence.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.function.Consumer;

/**
 * The messages of Socket.IO 4 over a WebSocket: {@code 0{…}} opens the transport, {@code 40{…}}
 * connects the client, {@code 42["name",{…}]} is an event, and the client answers each ping {@code
 * 2} with {@code 3}.
 *
 * @param token the token of the user, which the client sends when it connects
 */
record SocketIoDialect(String token) implements Dialect {

  private static final String EVENT = "42[\"event\",";
  private static final byte[] UPDATE = "42[\"update-presence\",".getBytes(US_ASCII);

  @Override
  public boolean opensAtOnce() {
    return false;
  }

  @Override
  public ByteBuf update(long sequence) {
    return Unpooled.wrappedBuffer(
        Unpooled.wrappedBuffer(UPDATE),
        Messages.update(sequence),
        Unpooled.wrappedBuffer(new byte[] {']'}));
  }

  @Override
  public Meaning read(ByteBuf text, Consumer<ByteBuf> answer) {
    return switch (text.getByte(text.readerIndex())) {
      case '0' -> {
        answer.accept(text("40{\"token\":\"" + token + "\"}"));
        yield Meaning.NONE;
      }
      case '2' -> {
        answer.accept(text("3"));
        yield Meaning.NONE;
      }
      case '4' -> message(text);
      default -> throw new IllegalStateException("Unknown packet: " + text.toString(US_ASCII));
    };
  }

  private static Meaning message(ByteBuf text) {
    return switch (text.getByte(text.readerIndex() + 1)) {
      case '0' -> Meaning.OPENED;
      case '2' -> {
        text.skipBytes(EVENT.length());
        yield Meaning.EVENT;
      }
      default -> Meaning.REFUSED; // 41 disconnects, and 44 is an error.
    };
  }

  private static ByteBuf text(String text) {
    return Unpooled.copiedBuffer(text, US_ASCII);
  }
}
