package io.pagenow.presence.protocol;

import java.io.Serial;

/** Thrown if a message of a client is not valid. */
public final class BadMessageException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final String detail;

  /**
   * @param detail the reason, in words for the client
   */
  public BadMessageException(ErrorCode code, String detail) {
    // No stack trace: it would not help with a client's mistake, and a flood of bad messages would
    // pay for it.
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
