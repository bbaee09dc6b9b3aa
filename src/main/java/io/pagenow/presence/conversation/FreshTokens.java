package io.pagenow.presence.conversation;

import io.pagenow.presence.model.UserId;
import java.time.Instant;

/** Verifies tokens that clients send on an open connection. Thread-safe. */
public interface FreshTokens {

  /** The user and the expiry of a token. */
  record Caller(UserId user, Instant expiry) {}

  /**
   * Verifies a token. Blocks if the keys of the issuer must be read.
   *
   * @throws io.pagenow.presence.protocol.BadMessageException if the token is not valid
   * @throws io.pagenow.presence.model.UnavailableException if the keys cannot be read
   */
  Caller verify(String token);
}
