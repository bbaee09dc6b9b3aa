package io.pagenow.presence.delivery;

/**
 * The reasons for which this node closes a connection, with their close codes. RFC 6455, section
 * 7.4, leaves 4000 to 4999 to applications.
 *
 * <p>After a code that means <em>reconnect</em>, the client reconnects with a fresh token, as after
 * a network failure. After a final code, a client that reconnects would be closed again.
 */
public enum Disconnect {

  /** The message was larger than the limit. Final: the client is at fault. */
  MESSAGE_TOO_BIG(1009, "message too big", false),

  /** The client kept exceeding its message rate after an error reply. Final. */
  TOO_MANY_MESSAGES(1008, "too many messages", false),

  /** The user has the maximum number of connections. Final, until one of them closes. */
  TOO_MANY_CONNECTIONS(4008, "too many connections", false),

  /** The client sent a fresh token of another user. Final: the client is at fault. */
  OTHER_USER(4009, "token of another user", false),

  /** The node stops or is replaced. Reconnect: another node takes over. */
  SERVICE_RESTART(1012, "service restart", true),

  /** The connection could not be recorded because a store did not answer. Reconnect. */
  TRY_AGAIN_LATER(1013, "try again later", true),

  /**
   * The user was idle for longer than {@code TIMEOUT}, so friends see the user offline. Reconnect.
   */
  IDLE(4000, "idle", true),

  /** The token of the client has ended. Reconnect, with a fresh token. */
  TOKEN_EXPIRED(4003, "token expired", true),

  /** The tokens of the user were revoked. Reconnect, with a fresh token. */
  TOKEN_REVOKED(4003, "token revoked", true),

  /** The user or an operator closed the connection from elsewhere. Final, or it would be back. */
  DISCONNECTED(4005, "disconnected", false),

  /**
   * The client did not answer the pings, or did not read what was sent, for too long. Reconnect.
   */
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

  /** Returns the text in the close frame. */
  public String reason() {
    return reason;
  }

  /** Returns whether the client is asked to reconnect. */
  public boolean meansReconnect() {
    return reconnect;
  }
}
