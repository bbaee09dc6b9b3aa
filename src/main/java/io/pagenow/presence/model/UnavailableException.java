package io.pagenow.presence.model;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * A store that presence depends on cannot be reached or does not answer in time. Nothing is known
 * to be wrong with the request: the same one may succeed later.
 */
public final class UnavailableException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  private final String detail;

  /**
   * @param store what does not answer, in words that a caller may read
   */
  public UnavailableException(String store, @Nullable Throwable cause) {
    super(store + " is not available", cause);
    this.detail = store + " is not available";
  }

  public UnavailableException(String store) {
    this(store, null);
  }

  /** What is not available, for the caller. */
  public String detail() {
    return detail;
  }
}
