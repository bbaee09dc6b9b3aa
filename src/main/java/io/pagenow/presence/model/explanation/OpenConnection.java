package io.pagenow.presence.model.explanation;

import io.pagenow.presence.model.ConnectionId;
import io.pagenow.presence.model.Page;
import java.time.Instant;
import java.util.Optional;

/**
 * An open connection, on any node.
 *
 * @param openedAt when it opened; empty if the store lost that
 * @param heardAt the last heartbeat or update; empty if the store lost that
 * @param client the name and version of the client; empty if it is unknown
 * @param page the page that the client reported, hidden or not; empty before the first report
 */
public record OpenConnection(
    ConnectionId id,
    Optional<Instant> openedAt,
    Optional<Instant> heardAt,
    String client,
    Optional<Page> page) {}
