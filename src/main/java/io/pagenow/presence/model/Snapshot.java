package io.pagenow.presence.model;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The presence of a user and of all friends at one moment.
 *
 * @param user the user who requests the snapshot
 * @param own the user's own presence
 * @param friends the presence of every friend, online or offline
 * @param profiles the existing profiles of the friends and of the user
 * @param complete whether all pages are included; otherwise some friends' pages are hidden to bound
 *     the size of the response
 * @param idle the users who are offline only because they are idle
 */
public record Snapshot(
    UserId user,
    Presence own,
    Map<UserId, Presence> friends,
    List<Profile> profiles,
    boolean complete,
    Set<UserId> idle) {

  /** Returns the user and the friends, in the order of their ids. */
  public List<Friend> everyone() {
    Map<UserId, Presence> users = new TreeMap<>(Comparator.comparing(UserId::value));
    users.putAll(friends);
    users.put(user, own);
    Map<UserId, Profile> known =
        profiles.stream().collect(Collectors.toMap(Profile::user, Function.identity()));
    return users.entrySet().stream()
        .map(
            each ->
                new Friend(
                    known.getOrDefault(each.getKey(), Profile.unknown(each.getKey())),
                    each.getValue()))
        .toList();
  }
}
