package io.pagenow.presence.bench;

import io.netty.buffer.ByteBuf;
import java.util.function.Consumer;

/** The application's own messages: each text message is JSON. */
record PlainDialect() implements Dialect {

  @Override
  public boolean opensAtOnce() {
    return true;
  }

  @Override
  public ByteBuf update(long sequence) {
    return Messages.update(sequence);
  }

  @Override
  public Meaning read(ByteBuf text, Consumer<ByteBuf> answer) {
    return Meaning.EVENT;
  }
}
