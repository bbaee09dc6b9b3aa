package io.pagenow.presence.model;

/** Why a url is not shown. An update with such a url counts as hidden activity. */
public enum UrlFlaw {

  /** It has more than {@link Page#MAX_URL_BYTES} bytes as Redis stores it. */
  TOO_LONG,

  /** It has control characters, which no browser leaves in a url. */
  CONTROL_CHARACTER
}
