package io.pagenow.presence.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.pagenow.presence.delivery.Hub;
import io.pagenow.presence.metrics.ClientMeters;
import io.pagenow.presence.metrics.Meters;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.protocol.BadMessageException;
import io.pagenow.presence.revocation.RevocationLog;
import io.pagenow.presence.revocation.Revocations;
import io.pagenow.presence.testing.MetricText;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SocketTokensTest extends VerifiesTokens {

  private final Meters meters = Meters.recording();

  @Test
  void refusedTokensAreCountedByTheirReasons() {
    SocketTokens tokens = tokens(Map.of());
    String expired = issuer.token(USER, claims -> claims.expirationTime(Date.from(Instant.EPOCH)));
    assertThrows(BadMessageException.class, () -> tokens.verify(expired));
    assertThrows(BadMessageException.class, () -> tokens.verify("no token"));
    assertEquals(USER, tokens.verify(issuer.token(USER)).user());

    MetricText text = MetricText.of(meters);
    assertEquals(1, text.value("presence_token_refusals_total", "reason=\"expired\""));
    assertEquals(1, text.value("presence_token_refusals_total", "reason=\"malformed\""));
    assertEquals(2, text.value("presence_token_refusals_total"));
  }

  @Test
  void aRevokedTokenIsCounted() {
    SocketTokens tokens = tokens(Map.of(USER, Instant.now().plusSeconds(5)));
    assertThrows(BadMessageException.class, () -> tokens.verify(issuer.token(USER)));

    assertEquals(
        1, MetricText.of(meters).value("presence_token_refusals_total", "reason=\"revoked\""));
  }

  /** Returns tokens whose users were revoked at these times. */
  private SocketTokens tokens(Map<UserId, Instant> revoked) {
    RevocationLog log =
        new RevocationLog() {
          @Override
          public Instant add(Collection<UserId> users) {
            return Instant.now();
          }

          @Override
          public Map<UserId, Instant> since(Instant time) {
            return revoked;
          }
        };
    Revocations revocations = new Revocations(new Hub(), log);
    revocations.catchUp();
    return new SocketTokens(verifier, revocations, new ClientMeters(meters));
  }
}
