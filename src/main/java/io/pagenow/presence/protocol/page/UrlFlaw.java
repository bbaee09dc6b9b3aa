package io.pagenow.presence.protocol.page;

/** The reason why a url is not visible. An update with such a url counts as hidden activity. */
public enum UrlFlaw {

  /** The url has more than {@link Page#MAX_URL_BYTES} bytes as Redis stores it. */
  TOO_LONG,

  /**
   * The url has control characters. Browsers remove or encode them, so no real tab has such a url.
   */
  CONTROL_CHARACTER
}
