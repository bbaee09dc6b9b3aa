package io.pagenow.presence.bench;

import io.netty.buffer.ByteBuf;
import java.util.function.Consumer;

/** How a server frames the messages whose JSON is the same everywhere. Without state. */
interface Dialect {

  /** What a message of a server means. */
  enum Meaning {
    /** The client can send updates from now on. */
    OPENED,

    /** An event, in the JSON of the application. */
    EVENT,

    /** The server does not accept the client. */
    REFUSED,

    /** Nothing that the client has to know. */
    NONE
  }

  /** Returns whether a client can send updates as soon as its WebSocket is open. */
  boolean opensAtOnce();

  /** Returns an update with the page of this number. The caller releases it. */
  ByteBuf update(long sequence);

  /**
   * Reads a message of the server. Of an event, it skips what comes before the JSON.
   *
   * @param text the message, at its first byte
   * @param answer sends a message at once, if the server expects one; it releases the message
   */
  Meaning read(ByteBuf text, Consumer<ByteBuf> answer);
}
