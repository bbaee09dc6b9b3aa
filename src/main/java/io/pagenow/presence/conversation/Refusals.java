package io.pagenow.presence.conversation;

import io.pagenow.presence.model.Page;
import io.pagenow.presence.protocol.ErrorCode;
import io.pagenow.presence.protocol.page.UrlFlaw;

/** The texts of errors that both versions of the protocol have. */
final class Refusals {

  static final String UNAVAILABLE = "The message could not be recorded, try again later";

  private Refusals() {}

  /** An error code with its text. */
  record Refusal(ErrorCode code, String detail) {}

  static Refusal of(UrlFlaw flaw) {
    return switch (flaw) {
      case TOO_LONG ->
          new Refusal(
              ErrorCode.URL_TOO_LONG,
              "The url has more than " + Page.MAX_URL_BYTES + " bytes and is not shown");
      case CONTROL_CHARACTER ->
          new Refusal(ErrorCode.INVALID_URL, "The url has control characters and is not shown");
    };
  }
}
