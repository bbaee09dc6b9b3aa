package io.pagenow.presence.security;

import java.io.Serial;

/** A token that proves nothing. */
public final class InvalidTokenException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  private final String detail;

  /**
   * @param detail which rule it breaks, for the caller
   */
  InvalidTokenException(String detail) {
    // Anyone can send any number of these, and their stacks tell nothing.
    super(detail, null, false, false);
    this.detail = detail;
  }

  public String detail() {
    return detail;
  }
}
