package io.pagenow.presence.delivery.event;

import io.pagenow.presence.model.PresenceEvent;
import io.pagenow.presence.model.PresenceEvent.Audience;
import io.pagenow.presence.model.PresenceEvent.Updated;
import io.pagenow.presence.model.PresenceEvent.VisibilityChanged;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.model.Visibility;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The latest event of a user, and what friends see of the user.
 *
 * @param version the version of the event; 0 if there is none yet
 * @param online whether it shows the user online, to the user at least
 * @param visibility which users see the user since then, as far as the event tells
 * @param held the event itself, if it shows the user online and the user is connected to this node.
 *     The events of all friends would take too much memory
 * @param shown the version with which friends see the user online, by an event or by another
 *     message; 0 if they have not seen the user online since the last event that showed the
 *     opposite
 */
record Latest(
    long version, boolean online, Visibility visibility, @Nullable Updated held, long shown) {

  static final Latest UNKNOWN = new Latest(0, false, Visibility.FRIENDS, null, 0);

  /**
   * Returns what is known after an event.
   *
   * @param connected whether its user is connected to this node
   */
  Latest followedBy(PresenceEvent event, boolean connected) {
    return event.match(
        updated ->
            online(updated, connected, updated.audience().hasFriends() ? updated.version() : shown),
        timedOut ->
            timedOut.audience().hasUser()
                ? new Latest(timedOut.version(), false, Visibility.FRIENDS, null, 0)
                : new Latest(timedOut.version(), online, Visibility.NOBODY, held, 0),
        changed -> followedBy(changed, connected));
  }

  private Latest followedBy(VisibilityChanged changed, boolean connected) {
    UserId user = changed.user();
    long version = changed.version();
    Visibility chosen = changed.visibility();
    return changed
        .own()
        .match(
            own -> online(new Updated(user, version, own.activity(), chosen), connected, shown),
            offline -> new Latest(version, false, chosen, null, shown));
  }

  private static Latest online(Updated event, boolean connected, long shown) {
    return new Latest(event.version(), true, event.visibility(), connected ? event : null, shown);
  }

  /** Returns what is known after another message showed the user online to a friend. */
  Latest shownTo(long version) {
    return new Latest(this.version, online, visibility, held, Math.max(shown, version));
  }

  /**
   * Returns what friends see of the user, if they see the user online. The user sees it too, unless
   * the user is invisible.
   */
  Optional<ShownOnline> shownOnline(UserId user) {
    Audience audience =
        visibility == Visibility.NOBODY ? Audience.FRIENDS : Audience.USER_AND_FRIENDS;
    return shown == 0
        ? Optional.empty()
        : Optional.of(new ShownOnline(user, Math.max(shown, version), audience));
  }

  KnownVisibility known() {
    return new KnownVisibility(visibility, version);
  }

  Latest withoutEvent() {
    return held == null ? this : new Latest(version, online, visibility, null, shown);
  }
}
