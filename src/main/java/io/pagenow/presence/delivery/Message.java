package io.pagenow.presence.delivery;

import io.pagenow.presence.metrics.DeliveryMeters.Source;
import io.pagenow.presence.model.UserId;

/**
 * An event, encoded once for all its receivers.
 *
 * @param about the user whose presence it shows
 * @param version orders the messages about one user
 * @param text the JSON to send
 * @param source the way by which the event reached this node
 */
record Message(UserId about, long version, String text, Source source) {

  /** Creates a reply to a user, which has no place in the order of events. */
  static Message reply(UserId user, String text) {
    return new Message(user, 0, text, Source.HERE);
  }
}
