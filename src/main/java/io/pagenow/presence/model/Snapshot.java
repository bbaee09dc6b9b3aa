package io.pagenow.presence.model;

import java.util.List;
import java.util.Map;

/**
 * What one user may know at one moment.
 *
 * @param user who asks
 * @param own their own presence
 * @param friends that of every accepted friend, online or not
 * @param profiles of the friends and, where it exists, of the user
 */
public record Snapshot(
    UserId user, Presence own, Map<UserId, Presence> friends, List<Profile> profiles) {}
