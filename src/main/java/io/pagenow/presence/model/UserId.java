package io.pagenow.presence.model;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A user of PageNow, as the token's {@code cognito:username} names them.
 *
 * <p>Takes what a Cognito user name may be: 1 to 128 characters, none of them white space or a
 * control character. That makes a list of ids separable by spaces.
 */
public record UserId(String value) {

  private static final Pattern USER_NAME =
      Pattern.compile("[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]{1,128}");

  /**
   * @throws IllegalArgumentException where the value is not a user name
   */
  public UserId {
    if (!USER_NAME.matcher(value).matches()) {
      throw new IllegalArgumentException("Not a user name");
    }
  }

  /** The id, or empty where nobody can have it. */
  public static Optional<UserId> parse(String value) {
    return USER_NAME.matcher(value).matches() ? Optional.of(new UserId(value)) : Optional.empty();
  }

  @Override
  public String toString() {
    return value;
  }
}
