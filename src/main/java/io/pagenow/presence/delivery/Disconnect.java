package io.pagenow.presence.delivery;

/**
 * Why this side closes a socket, with the close code that says so (RFC 6455, section 7.4; 4000 to
 * 4999 are an application's own).
 *
 * <p>A code that means <em>reconnect</em> asks the client to come back, with a fresh token, as it
 * does after losing the network. After a final one the client would only be closed again.
 */
public enum Disconnect {

  /** The message was larger than the limit. Final: the client is at fault. */
  MESSAGE_TOO_BIG(1009, "message too big", false),

  /** The client went on sending more than its share after it was told. Final. */
  TOO_MANY_MESSAGES(1008, "too many messages", false),

  /** The user has as many connections as a user may have. Final, until one of them closes. */
  TOO_MANY_CONNECTIONS(4008, "too many connections", false),

  /** The node stops or is replaced. Reconnect: another one takes over. */
  SERVICE_RESTART(1012, "service restart", true),

  /** The connection could not be recorded because a store did not answer. Reconnect. */
  TRY_AGAIN_LATER(1013, "try again later", true),

  /** The user was idle for longer than the time-out, so friends were told. Reconnect. */
  IDLE(4000, "idle", true),

  /** Neither a pong nor anything else came, or nothing could be sent, for too long. Reconnect. */
  UNRESPONSIVE(4001, "unresponsive", true);

  private final int code;
  private final String reason;
  private final boolean reconnect;

  Disconnect(int code, String reason, boolean reconnect) {
    this.code = code;
    this.reason = reason;
    this.reconnect = reconnect;
  }

  public int code() {
    return code;
  }

  /** The words in the close frame. */
  public String reason() {
    return reason;
  }

  /** Whether the client is asked to come back. */
  public boolean meansReconnect() {
    return reconnect;
  }
}
