package io.pagenow.presence.model;

import org.jspecify.annotations.Nullable;

/**
 * What a user shows of themselves.
 *
 * @param imageExtension the type of their picture such as {@code png}, null where there is none
 */
public record Profile(
    UserId user, String firstName, String lastName, @Nullable String imageExtension) {}
