package io.pagenow.presence.model;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * Thrown if a dependency such as Redis cannot be reached or does not answer in time. The request
 * itself may be valid: a retry may succeed.
 */
public final class UnavailableException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  private final String detail;

  /**
   * @param store the name of the dependency, in words that may be sent to a client
   */
  public UnavailableException(String store, @Nullable Throwable cause) {
    super(store + " is not available", cause);
    this.detail = store + " is not available";
  }

  public UnavailableException(String store) {
    this(store, null);
  }

  /** Returns what is not available, in words that may be sent to a client. */
  public String detail() {
    return detail;
  }
}
