package io.pagenow.presence.security;

import io.pagenow.presence.metrics.ClientMeters.TokenFlaw;
import java.io.Serial;

/** Thrown if a token is not valid. */
public final class InvalidTokenException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  private final TokenFlaw flaw;
  private final String detail;

  /**
   * @param flaw the kind of rule
   * @param detail the rule that the token breaks, in words for the client
   */
  InvalidTokenException(TokenFlaw flaw, String detail) {
    // No stack trace: any client can send invalid tokens at a high rate, and a stack trace would
    // not help.
    super(detail, null, false, false);
    this.flaw = flaw;
    this.detail = detail;
  }

  TokenFlaw flaw() {
    return flaw;
  }

  public String detail() {
    return detail;
  }
}
