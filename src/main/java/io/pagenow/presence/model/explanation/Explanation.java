package io.pagenow.presence.model.explanation;

import io.pagenow.presence.model.Page;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.model.Visibility;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the store knows about a user at one moment, and how that came about. All times are by the
 * clock of the store.
 *
 * @param time when the store was asked
 * @param online whether friends see the user online
 * @param page the page that friends see, hidden or not; empty if the user has none
 * @param visibility which users see the user, as the user chose
 * @param lastActiveAt the last message of the user; empty if the user has no connection
 * @param graceEndsAt when the grace period ends; empty if there is none
 * @param connections the open connections, oldest first
 * @param transitions the latest transitions, newest first: at most 50, of the last three days
 */
public record Explanation(
    UserId user,
    Instant time,
    boolean online,
    Optional<Page> page,
    Visibility visibility,
    Optional<Instant> lastActiveAt,
    Optional<Instant> graceEndsAt,
    List<OpenConnection> connections,
    List<Transition> transitions) {}
