package io.pagenow.presence.delivery;

import io.pagenow.presence.model.ConnectionId;
import io.pagenow.presence.model.UserId;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One open socket of a user on this node.
 *
 * <p>No method blocks on the network or throws where the socket is broken or closed.
 */
public interface Connection {

  ConnectionId id();

  UserId user();

  /**
   * Sends one text message. Must not be called again before the earlier call is done.
   *
   * @param done called once, from any thread and perhaps before this method returns, with null
   *     where the message is handed to the network and with the failure where it is not
   */
  void send(String text, Consumer<@Nullable Throwable> done);

  /** Sends a ping whose pong shows up in {@link #silentNanos()}. Not while a message is sent. */
  void ping();

  /** How long ago the peer was last heard, in nanoseconds. */
  long silentNanos();

  /** Closes the socket with the code of the reason. Does nothing where it is closed already. */
  default void close(Disconnect reason) {
    close(reason, reason.reason());
  }

  /**
   * As {@link #close(Disconnect)}, but with words of one's own.
   *
   * @param words at most 123 bytes of UTF-8 (RFC 6455, section 5.5)
   */
  void close(Disconnect reason, String words);
}
