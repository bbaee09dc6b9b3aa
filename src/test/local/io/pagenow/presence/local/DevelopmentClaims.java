package io.pagenow.presence.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jwt.JWTClaimsSet;
import io.pagenow.presence.model.UserId;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;

/** The claims of valid tokens, like those of Cognito. */
final class DevelopmentClaims {

  private static final Duration VALIDITY = Duration.ofHours(1);

  private DevelopmentClaims() {}

  /** Returns the claims of a token that is valid for an hour from now. */
  static JWTClaimsSet of(UserId user, URI issuer) {
    Instant now = Instant.now();
    return new JWTClaimsSet.Builder()
        // As with Cognito, the subject can differ from the user name.
        .subject(UUID.nameUUIDFromBytes(user.value().getBytes(UTF_8)).toString())
        .audience(DevelopmentIssuer.AUDIENCE)
        .claim("cognito:username", user.value())
        .claim("email", "someone@example.com")
        .claim("cognito:groups", groups(user))
        .claim("token_use", "id")
        .claim("auth_time", now.getEpochSecond())
        .issueTime(Date.from(now))
        .expirationTime(Date.from(now.plus(VALIDITY)))
        .issuer(issuer.toString())
        .build();
  }

  /** Returns the groups of a user. A user whose id begins with {@code operator} is an operator. */
  private static List<String> groups(UserId user) {
    return user.value().startsWith("operator")
        ? List.of("users", DevelopmentIssuer.OPERATORS)
        : List.of("users");
  }
}
