package io.pagenow.presence.security;

import com.github.benmanes.caffeine.cache.Cache;
import io.pagenow.presence.platform.Caches;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;

/**
 * Remembers for a while which tokens were good, as a REST client sends the same one with each
 * request. An expired one is not good any more, remembered or not; one whose key the issuer has
 * withdrawn is good for up to {@link #AGE}. Safe for use by many threads.
 */
@Singleton
public final class VerifiedTokens {

  static final Duration AGE = Duration.ofMinutes(1);

  /** Of some kilobytes each. */
  private static final int KEPT = 10_000;

  private final TokenVerifier verifier;
  private final Cache<String, CallerToken> callers = Caches.expiring(AGE, KEPT);

  private final InstantSource clock;

  @Inject
  public VerifiedTokens(TokenVerifier verifier) {
    this(verifier, InstantSource.system());
  }

  VerifiedTokens(TokenVerifier verifier, InstantSource clock) {
    this.verifier = verifier;
    this.clock = clock;
  }

  /** As {@link TokenVerifier#verify}, but the signature of a token may have been checked before. */
  public CallerToken verify(String token) {
    CallerToken known = callers.getIfPresent(token);
    if (known != null && known.isGoodAt(clock.instant())) {
      return known;
    }
    CallerToken verified = verifier.verify(token);
    callers.put(token, verified);
    return verified;
  }
}
