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

  private static final int MAX_LENGTH = 128;

  private static final Pattern USER_NAME =
      Pattern.compile("[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]{1," + MAX_LENGTH + "}");

  /**
   * @throws IllegalArgumentException where the value is not a user name
   */
  public UserId {
    if (!isUserName(value)) {
      throw new IllegalArgumentException("Not a user name");
    }
  }

  /** The id, or empty where nobody can have it. */
  public static Optional<UserId> parse(String value) {
    return isUserName(value) ? Optional.of(new UserId(value)) : Optional.empty();
  }

  private static boolean isUserName(String value) {
    return isPlain(value) || USER_NAME.matcher(value).matches();
  }

  /** Nearly all ids are of printable ASCII characters, and need no pattern. */
  private static boolean isPlain(String value) {
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) <= ' ' || value.charAt(i) >= 0x7f) {
        return false;
      }
    }
    return !value.isEmpty() && value.length() <= MAX_LENGTH;
  }

  @Override
  public String toString() {
    return value;
  }
}
