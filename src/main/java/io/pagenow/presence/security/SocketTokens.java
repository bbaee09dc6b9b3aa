package io.pagenow.presence.security;

import io.pagenow.presence.conversation.FreshTokens;
import io.pagenow.presence.metrics.ClientMeters;
import io.pagenow.presence.metrics.ClientMeters.TokenFlaw;
import io.pagenow.presence.protocol.BadMessageException;
import io.pagenow.presence.protocol.ErrorCode;
import io.pagenow.presence.revocation.Revocations;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Verifies the fresh tokens of open connections by the rules of {@link TokenFilter}. */
@Singleton
public final class SocketTokens implements FreshTokens {

  private final TokenVerifier verifier;
  private final Revocations revocations;
  private final ClientMeters meters;

  @Inject
  public SocketTokens(TokenVerifier verifier, Revocations revocations, ClientMeters meters) {
    this.verifier = verifier;
    this.revocations = revocations;
    this.meters = meters;
  }

  @Override
  public Caller verify(String token) {
    try {
      CallerToken caller = verifier.verify(token);
      if (revocations.isRevoked(caller.user(), caller.issued())) {
        throw new InvalidTokenException(TokenFlaw.REVOKED, "The token was revoked");
      }
      return new Caller(caller.user(), caller.expiry());
    } catch (InvalidTokenException e) {
      meters.refused(e.flaw());
      throw new BadMessageException(ErrorCode.INVALID_TOKEN, e.detail());
    }
  }
}
