package io.pagenow.presence.model;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The id of a user of PageNow: the claim {@code cognito:username} of the token.
 *
 * <p>The format is that of Cognito user names: 1 to 128 characters without white space and control
 * characters. So a list of ids can be separated by spaces.
 */
public record UserId(String value) {

  private static final int MAX_LENGTH = 128;

  private static final Pattern USER_NAME =
      Pattern.compile("[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]{1," + MAX_LENGTH + "}");

  /**
   * @throws IllegalArgumentException if the value is not a user name
   */
  public UserId {
    if (!isUserName(value)) {
      throw new IllegalArgumentException("Not a user name");
    }
  }

  /** Parses an id. Returns empty if the value is not a valid user name. */
  public static Optional<UserId> parse(String value) {
    return isUserName(value) ? Optional.of(new UserId(value)) : Optional.empty();
  }

  private static boolean isUserName(String value) {
    return isPlain(value) || USER_NAME.matcher(value).matches();
  }

  /**
   * Returns whether the value is valid and printable ASCII. Nearly all ids are, and this is faster
   * than the pattern.
   */
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
