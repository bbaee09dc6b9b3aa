package io.pagenow.presence.model.explanation;

import java.time.Instant;
import java.util.Optional;

/**
 * A change in the state of a user or of a connection. An update is none. {@code docs/protocol.md}
 * lists the types and reasons.
 *
 * @param type what changed, for example {@code closed}
 * @param reason the cause, for example {@code token-expired}. Never contains a url or a title
 * @param code the close code; empty if nothing was closed
 * @param connection the id of the connection; empty if the change concerns the user
 */
public record Transition(
    Instant time,
    String type,
    String reason,
    Optional<Integer> code,
    Optional<String> connection) {}
