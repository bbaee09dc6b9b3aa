package io.pagenow.presence.presence;

import io.pagenow.presence.delivery.Disconnect;
import java.util.Optional;

/**
 * Why a connection ended, for the explanation of a user's presence.
 *
 * @param reason one word: {@code client} if the client sent a close frame, {@code broken} if there
 *     was none, or the {@link Disconnect#reason()} with hyphens
 * @param code the close code; 1006 if there was no close frame
 */
public record CloseCause(String reason, int code) {

  /** The close code of RFC 6455 for a connection that ended without a close frame. */
  public static final int NO_CLOSE_FRAME = 1006;

  /**
   * Returns the cause of a close. A client also answers the close frame of a node with one.
   *
   * @param byClient whether the client closed the connection
   * @param own why this node closed the connection; empty if it did not
   * @param code the code of the close frame
   */
  public static CloseCause of(boolean byClient, Optional<Disconnect> own, int code) {
    return byClient && !own.equals(Optional.of(Disconnect.DISCONNECTED))
        ? byClient(code)
        : byNode(own);
  }

  /** Returns the cause if the client sent a close frame. */
  public static CloseCause byClient(int code) {
    return new CloseCause("client", code);
  }

  /** Returns the cause if this node closed the connection, or found it broken. */
  public static CloseCause byNode(Optional<Disconnect> disconnect) {
    return disconnect
        .map(own -> new CloseCause(own.reason().replace(' ', '-'), own.code()))
        .orElse(new CloseCause("broken", NO_CLOSE_FRAME));
  }
}
