package io.pagenow.presence.protocol;

import java.io.Serial;

/** A client's message that cannot be understood. */
public final class BadMessageException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final String detail;

  /**
   * @param detail what is wrong, for the client
   */
  public BadMessageException(ErrorCode code, String detail) {
    // The stack of a client's mistake tells nothing, and costs much where many are made.
    super(detail, null, false, false);
    this.code = code;
    this.detail = detail;
  }

  public ErrorCode code() {
    return code;
  }

  public String detail() {
    return detail;
  }
}
