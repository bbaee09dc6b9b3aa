package io.pagenow.presence.security;

import io.pagenow.presence.model.UserId;
import java.time.Instant;
import java.util.Set;
import org.eclipse.microprofile.jwt.Claims;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/**
 * The verified caller of a request, as MicroProfile JWT defines one. It holds the claims that the
 * application needs and not the token itself: thousands of callers are cached, and a token takes
 * kilobytes.
 *
 * @param user the user of the token
 * @param issued the time at which the token was issued; the epoch if it does not say
 * @param expiry the time at which the token expires
 * @param operator whether the user is in the group of the operators
 */
public record CallerToken(UserId user, Instant issued, Instant expiry, boolean operator)
    implements JsonWebToken {

  /** The only group that the application knows: the operators, whatever the issuer calls them. */
  private static final Set<String> OPERATORS = Set.of("operator");

  private static final String USER_NAME = "cognito:username";
  private static final Set<String> CLAIMS = Set.of(USER_NAME, Claims.exp.name());

  /** Returns whether the token has not expired at the given time. */
  boolean isGoodAt(Instant time) {
    return time.isBefore(expiry);
  }

  @Override
  public String getName() {
    return user.value();
  }

  /** Returns {@code operator} if the user is one, and no other group. */
  @Override
  public Set<String> getGroups() {
    return operator ? OPERATORS : Set.of();
  }

  @Override
  public Set<String> getClaimNames() {
    return CLAIMS;
  }

  /**
   * Returns a claim: the user id as a string, the expiry in seconds since the epoch, and null for
   * any other name.
   */
  @Override
  // The interface leaves the type to the caller.
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  public <T> @Nullable T getClaim(String name) {
    if (name.equals(USER_NAME)) {
      return (T) user.value();
    }
    return name.equals(Claims.exp.name()) ? (T) Long.valueOf(expiry.getEpochSecond()) : null;
  }
}
