package io.pagenow.presence.delivery;

import io.pagenow.presence.model.ConnectionId;
import io.pagenow.presence.model.ProtocolVersion;
import io.pagenow.presence.model.UserId;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One open WebSocket of a user on this node.
 *
 * <p>No method blocks on the network, and none throws if the connection is broken or closed.
 */
public interface Connection {

  ConnectionId id();

  UserId user();

  ProtocolVersion protocol();

  /** Returns when this node closes the connection, because the token of the client has ended. */
  Instant endsAt();

  /** Returns the name and version of the client, as it says itself; empty if it is unknown. */
  default String client() {
    return "";
  }

  /** Returns for how long the connection exists, in nanoseconds. */
  default long openNanos() {
    return 0;
  }

  /** Returns why this node closed the connection; empty if it did not. */
  default Optional<Disconnect> disconnect() {
    return Optional.empty();
  }

  /** Changes when this node closes the connection, because the client sent a fresh token. */
  void renew(Instant end);

  /** Returns the friend list that the client holds, if it speaks version 2. */
  HeldFriends friends();

  /**
   * Sends one or more of the waiting texts, each as a message. The caller must wait for the
   * callback before the next call, and at least one text must wait.
   *
   * @param texts read from any thread, when the connection can write
   * @param done called once, from any thread and perhaps before this method returns: with null once
   *     the messages are handed to the network, or with the failure
   */
  void send(WaitingTexts texts, Consumer<@Nullable Throwable> done);

  /**
   * Sends a ping. Its pong resets {@link #silentNanos()}. Must not be called while a message is
   * being sent.
   */
  void ping();

  /** Returns the time since this node last received something from the client, in nanoseconds. */
  long silentNanos();

  /**
   * Closes the connection with the code and text of the reason. Does nothing if it is closed
   * already.
   */
  default void close(Disconnect reason) {
    close(reason, reason.reason());
  }

  /**
   * Closes the connection as {@link #close(Disconnect)} does, with another text.
   *
   * @param words the text, at most 123 bytes of UTF-8 (RFC 6455, section 5.5)
   */
  void close(Disconnect reason, String words);
}
