package io.pagenow.presence.security;

import com.nimbusds.jwt.JWTClaimsSet;
import io.pagenow.presence.model.UserId;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.jwt.Claims;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/** Who is calling, proven by a verified token. Its name is the user's id. */
public final class CallerToken implements JsonWebToken {

  private final UserId user;
  private final Instant expiry;
  private final Map<String, @Nullable Object> claims;

  CallerToken(UserId user, String raw, JWTClaimsSet verified) {
    this.user = user;
    this.expiry = verified.getExpirationTime().toInstant();
    Map<String, @Nullable Object> values = new HashMap<>(verified.toJSONObject());
    // Whoever gets these by the interface's own methods expects sets.
    values.computeIfPresent(Claims.aud.name(), (name, value) -> set(value));
    values.computeIfPresent(Claims.groups.name(), (name, value) -> set(value));
    values.put(Claims.raw_token.name(), raw);
    this.claims = Collections.unmodifiableMap(values);
  }

  private static Set<?> set(Object value) {
    return value instanceof Collection<?> values
        ? Collections.unmodifiableSet(new LinkedHashSet<>(values))
        : Set.of(value);
  }

  public UserId user() {
    return user;
  }

  /** Whether it has not expired by then. */
  boolean isGoodAt(Instant time) {
    return time.isBefore(expiry);
  }

  @Override
  public String getName() {
    return user.value();
  }

  @Override
  public Set<String> getClaimNames() {
    return claims.keySet();
  }

  /**
   * A claim: dates are seconds since the epoch, {@code aud} and {@code groups} are sets, all else
   * is as it came.
   */
  @Override
  // The interface leaves it to the caller to say which type it is.
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  public <T> @Nullable T getClaim(String claimName) {
    return (T) claims.get(claimName);
  }

  /** Names the user only: the rest of a token is not for logs. */
  @Override
  public String toString() {
    return "CallerToken[" + user + "]";
  }
}
