package io.pagenow.presence.delivery;

import io.pagenow.presence.model.UserId;

/**
 * An event, encoded once for all its receivers.
 *
 * @param about the user whose presence it shows
 * @param version orders the messages about one user
 * @param online whether it shows the user online
 * @param text the JSON to send
 */
public record Message(UserId about, long version, boolean online, String text) {}
