package io.pagenow.presence.protocol;

import java.util.Locale;

/** The {@code code} of an error on the socket. The socket stays usable after each. */
public enum ErrorCode {

  /** The message is not JSON, or not one object. */
  INVALID_JSON,

  /** {@code action} is missing, not a string, or none that there is. */
  UNKNOWN_ACTION,

  /** A member that the action needs is missing or not a string. */
  INVALID_MEMBER,

  /** The message is binary. */
  BINARY_MESSAGE,

  /** The url is too long to be shown; the update counts as hidden activity. */
  URL_TOO_LONG,

  /** The url has control characters; the update counts as hidden activity. */
  INVALID_URL,

  /** The message came too soon after others and was ignored. Close code 1008 follows on more. */
  TOO_MANY_MESSAGES,

  /** The message could not be recorded, as a store did not answer. The next one may be. */
  UNAVAILABLE;

  /** As it stands on the wire, {@code invalid-json}. */
  String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
