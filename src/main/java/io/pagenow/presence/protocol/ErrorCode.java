package io.pagenow.presence.protocol;

import java.util.Locale;

/** The {@code code} of an error message to a client. The connection stays open after each error. */
public enum ErrorCode {

  /** The message is not JSON, or not one object. */
  INVALID_JSON,

  /** {@code action} is missing, not a string, or unknown. */
  UNKNOWN_ACTION,

  /** A member that the action needs is missing or not a string. */
  INVALID_MEMBER,

  /** The message is binary. */
  BINARY_MESSAGE,

  /**
   * The url is longer than {@link io.pagenow.presence.model.Page#MAX_URL_BYTES}; the update counts
   * as hidden activity.
   */
  URL_TOO_LONG,

  /** The url has control characters; the update counts as hidden activity. */
  INVALID_URL,

  /**
   * The message exceeded the message rate and was ignored. The server closes with 1008 if it
   * continues.
   */
  TOO_MANY_MESSAGES,

  /** The fresh token of a version 2 client is not valid. */
  INVALID_TOKEN,

  /** The message could not be recorded because Redis did not answer. The client may retry. */
  UNAVAILABLE;

  /** Returns the code in its wire format, for example {@code invalid-json}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
