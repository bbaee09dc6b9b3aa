package io.pagenow.presence.security;

import java.io.Serial;

/** Thrown if a token is not valid. */
public final class InvalidTokenException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  private final String detail;

  /**
   * @param detail the rule that the token breaks, in words for the client
   */
  InvalidTokenException(String detail) {
    // No stack trace: any client can send invalid tokens at a high rate, and a stack trace would
    // not help.
    super(detail, null, false, false);
    this.detail = detail;
  }

  public String detail() {
    return detail;
  }
}
