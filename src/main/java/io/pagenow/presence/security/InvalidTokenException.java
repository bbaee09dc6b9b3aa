package io.pagenow.presence.security;

import java.io.Serial;

/** A token that proves nothing. */
public final class InvalidTokenException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  /**
   * @param message which rule it breaks, for the caller
   */
  InvalidTokenException(String message) {
    // Anyone can send any number of these, and their stacks tell nothing.
    super(message, null, false, false);
  }
}
