package io.pagenow.presence.delivery;

import io.pagenow.presence.model.UserId;

/**
 * An event, encoded once for all its receivers.
 *
 * @param about the user whose presence it shows
 * @param version orders the messages about one user
 * @param text the JSON to send
 */
record Message(UserId about, long version, String text) {}
