package io.pagenow.presence.delivery.event;

import io.pagenow.presence.model.PresenceEvent.Updated;
import org.jspecify.annotations.Nullable;

/**
 * The latest event of a user.
 *
 * @param online whether it shows the user online
 * @param held the event itself, if it shows the user online and the user is connected to this node.
 *     The events of all friends would take too much memory
 */
record Latest(long version, boolean online, @Nullable Updated held) {

  Latest withoutEvent() {
    return held == null ? this : new Latest(version, online, null);
  }
}
