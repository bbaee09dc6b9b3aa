package io.pagenow.presence.model;

/**
 * A user as a friend may see the user.
 *
 * @param profile the names
 */
public record Friend(Profile profile, Presence presence) {

  public UserId user() {
    return profile.user();
  }
}
