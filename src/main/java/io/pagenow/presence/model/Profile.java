package io.pagenow.presence.model;

import org.jspecify.annotations.Nullable;

/**
 * The public profile of a user.
 *
 * @param imageExtension the file extension of the profile image such as {@code png}, null if there
 *     is no image
 */
public record Profile(
    UserId user, String firstName, String lastName, @Nullable String imageExtension) {}
