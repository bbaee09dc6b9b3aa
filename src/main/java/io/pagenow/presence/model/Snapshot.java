package io.pagenow.presence.model;

import java.util.List;
import java.util.Map;

/**
 * The presence of a user and of all friends at one moment.
 *
 * @param user the user who requests the snapshot
 * @param own the user's own presence
 * @param friends the presence of every friend, online or offline
 * @param profiles the existing profiles of the friends and of the user
 * @param complete whether all pages are included; otherwise some friends' pages are hidden to bound
 *     the size of the response
 */
public record Snapshot(
    UserId user,
    Presence own,
    Map<UserId, Presence> friends,
    List<Profile> profiles,
    boolean complete) {}
