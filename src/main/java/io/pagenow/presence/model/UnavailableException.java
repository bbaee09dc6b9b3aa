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
    this(cause, store + " is not available");
  }

  public UnavailableException(String store) {
    this(store, null);
  }

  private UnavailableException(@Nullable Throwable cause, String detail) {
    super(detail, cause);
    this.detail = detail;
  }

  /**
   * Returns an exception with a more exact reason than "is not available".
   *
   * @param detail a sentence without full stop that may be sent to a client
   */
  public static UnavailableException because(String detail) {
    return new UnavailableException(null, detail);
  }

  /** Returns what is not available, in words that may be sent to a client. */
  public String detail() {
    return detail;
  }
}
