package io.pagenow.presence.model;

import java.io.Serial;

/**
 * A store that presence depends on cannot be reached or does not answer in time. Nothing is known
 * to be wrong with the request: the same one may succeed later.
 */
public final class UnavailableException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  /**
   * @param store what does not answer, in words that a caller may read
   */
  public UnavailableException(String store, Throwable cause) {
    super(store + " is not available", cause);
  }

  public UnavailableException(String store) {
    super(store + " is not available");
  }
}
