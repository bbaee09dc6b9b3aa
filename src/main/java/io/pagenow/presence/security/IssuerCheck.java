package io.pagenow.presence.security;

import io.pagenow.presence.cluster.start.StartCheck;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Reads the keys of the token issuer at the start, so that the first caller does not wait. */
@Singleton
final class IssuerCheck implements StartCheck {

  private final TokenVerifier verifier;

  @Inject
  IssuerCheck(TokenVerifier verifier) {
    this.verifier = verifier;
  }

  @Override
  public void run() {
    verifier.readKeys();
  }
}
