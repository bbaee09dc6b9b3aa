package io.pagenow.presence.security;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.benmanes.caffeine.cache.Cache;
import io.pagenow.presence.concurrent.Caches;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;

/**
 * Caches the callers of verified tokens for {@link #AGE}: a client sends the same token with each
 * request and handshake, also if its connection flaps. An expired token is refused, cached or not.
 * A token whose key the issuer has withdrawn is accepted for up to {@link #AGE}. Thread-safe.
 *
 * <p>The cache holds hashes of tokens instead of tokens, and is bounded in bytes: clients choose
 * the number and the length of the tokens.
 */
@Singleton
public final class VerifiedTokens {

  static final Duration AGE = Duration.ofMinutes(1);

  /** The maximum size of the cache in bytes: about 10,000 callers. */
  static final int MOST_BYTES = 4 * 1024 * 1024;

  /**
   * The bytes of an entry without its user id: hash, caller, user, expiry, and the cache's own
   * entry.
   */
  private static final int BYTES_OF_ENTRY = 320;

  private static final int BYTES_OF_CHARACTER = 2;

  private final TokenVerifier verifier;
  private final Cache<ByteBuffer, CallerToken> callers;
  private final InstantSource clock;

  @Inject
  public VerifiedTokens(TokenVerifier verifier) {
    this(verifier, InstantSource.system(), MOST_BYTES);
  }

  /** Returns an instance that remembers no token, and so verifies each one. */
  public static VerifiedTokens withoutMemory(TokenVerifier verifier) {
    return new VerifiedTokens(verifier, InstantSource.system(), 0);
  }

  VerifiedTokens(TokenVerifier verifier, InstantSource clock, int mostBytes) {
    this.verifier = verifier;
    this.clock = clock;
    this.callers = Caches.weighing(AGE, mostBytes, VerifiedTokens::bytes);
  }

  /**
   * Verifies a token like {@link TokenVerifier#verify}, but does not check the signature of a
   * cached token again.
   */
  public CallerToken verify(String token) {
    ByteBuffer hash = hash(token);
    CallerToken known = callers.getIfPresent(hash);
    if (known != null && known.isGoodAt(clock.instant())) {
      return known;
    }
    CallerToken verified = verifier.verify(token);
    callers.put(hash, verified);
    return verified;
  }

  /** Returns the memory that the cached entries take, by the same estimate as the bound. */
  long bytes() {
    callers.cleanUp();
    return callers.policy().eviction().orElseThrow().weightedSize().orElseThrow();
  }

  private static int bytes(CallerToken caller) {
    return BYTES_OF_ENTRY + BYTES_OF_CHARACTER * caller.getName().length();
  }

  /** Returns the key of a token in the cache. No two tokens with the same SHA-256 can be found. */
  private static ByteBuffer hash(String token) {
    try {
      return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(token.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
