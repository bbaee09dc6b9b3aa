package io.pagenow.presence.model;

import org.jspecify.annotations.Nullable;

/**
 * The public profile of a user.
 *
 * @param imageExtension the file extension of the profile image such as {@code png}, null if there
 *     is no image
 */
public record Profile(
    UserId user, String firstName, String lastName, @Nullable String imageExtension) {

  /** Returns the profile of a user without one in the database: with empty names. */
  public static Profile unknown(UserId user) {
    return new Profile(user, "", "", null);
  }
}
