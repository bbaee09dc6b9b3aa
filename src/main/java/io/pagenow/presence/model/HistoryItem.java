package io.pagenow.presence.model;

import java.time.Instant;

/**
 * An item of the history of a user.
 *
 * @param id the position in the history, for the next page of it
 * @param type {@code CONNECT}, {@code UPDATE_PRESENCE}, {@code CLOSE} or {@code TIMEOUT}
 * @param page the page of an update, as friends saw it; hidden for the other types
 * @param connection the id of the connection; empty for a timeout
 */
public record HistoryItem(String id, Instant time, String type, Page page, String connection) {}
