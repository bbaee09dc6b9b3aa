package io.pagenow.presence.delivery.event;

import io.pagenow.presence.model.PresenceEvent;
import io.pagenow.presence.model.PresenceEvent.Updated;
import io.pagenow.presence.model.Visibility;
import org.jspecify.annotations.Nullable;

/**
 * The latest event of a user.
 *
 * @param online whether it shows the user online, to the user at least
 * @param visibility which users see the user since then, as far as the event tells
 * @param held the event itself, if it shows the user online and the user is connected to this node.
 *     The events of all friends would take too much memory
 */
record Latest(long version, boolean online, Visibility visibility, @Nullable Updated held) {

  /**
   * Returns what an event tells.
   *
   * @param connected whether its user is connected to this node
   */
  static Latest of(PresenceEvent event, boolean connected) {
    return event.match(
        updated -> online(updated, connected),
        timedOut ->
            new Latest(
                timedOut.version(),
                false,
                timedOut.audience().hasUser() ? Visibility.FRIENDS : Visibility.NOBODY,
                null),
        changed ->
            changed
                .own()
                .match(
                    own ->
                        online(
                            new Updated(
                                changed.user(),
                                changed.version(),
                                own.activity(),
                                changed.visibility()),
                            connected),
                    offline -> new Latest(changed.version(), false, changed.visibility(), null)));
  }

  private static Latest online(Updated event, boolean connected) {
    return new Latest(event.version(), true, event.visibility(), connected ? event : null);
  }

  /** Returns whether it shows the user online to friends. */
  boolean isPublic() {
    return online && visibility == Visibility.FRIENDS;
  }

  KnownVisibility known() {
    return new KnownVisibility(visibility, version);
  }

  Latest withoutEvent() {
    return held == null ? this : new Latest(version, online, visibility, null);
  }
}
