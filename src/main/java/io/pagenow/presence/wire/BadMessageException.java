package io.pagenow.presence.wire;

import java.io.Serial;

/** A client's message that cannot be understood. */
public final class BadMessageException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  private final ErrorCode code;

  /**
   * @param message what is wrong, for the client
   */
  public BadMessageException(ErrorCode code, String message) {
    // The stack of a client's mistake tells nothing, and costs much where many are made.
    super(message, null, false, false);
    this.code = code;
  }

  public ErrorCode code() {
    return code;
  }
}
