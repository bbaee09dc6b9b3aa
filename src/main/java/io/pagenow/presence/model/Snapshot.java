package io.pagenow.presence.model;

import java.util.List;
import java.util.Map;

/**
 * What one user may know at one moment.
 *
 * @param user who asks
 * @param own their own presence
 * @param friends that of every accepted friend, online or not
 * @param profiles of the friends and of the user, as far as they exist
 * @param complete whether all pages are in it; otherwise some friends' pages are hidden, as they
 *     are too many for one answer
 */
public record Snapshot(
    UserId user,
    Presence own,
    Map<UserId, Presence> friends,
    List<Profile> profiles,
    boolean complete) {}
