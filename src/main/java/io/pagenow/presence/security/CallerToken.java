package io.pagenow.presence.security;

import io.pagenow.presence.model.UserId;
import java.security.Principal;
import java.time.Instant;

/**
 * The verified caller of a request. It holds what the application needs of a token and not the
 * token itself: thousands of callers are cached, and a token is some kilobytes long.
 *
 * @param user the user that the token names
 * @param expiry the time from which on the token is refused
 */
public record CallerToken(UserId user, Instant expiry) implements Principal {

  /** Returns whether the token has not expired at the given time. */
  boolean isGoodAt(Instant time) {
    return time.isBefore(expiry);
  }

  @Override
  public String getName() {
    return user.value();
  }
}
