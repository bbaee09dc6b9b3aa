package io.pagenow.presence.delivery.event;

import io.pagenow.presence.model.Visibility;

/**
 * Which users see a user, as far as this node knows.
 *
 * @param version the version of the latest event of the user; 0 if there is none
 */
public record KnownVisibility(Visibility visibility, long version) {

  static final KnownVisibility DEFAULT = new KnownVisibility(Visibility.FRIENDS, 0);

  /** Returns the version if the user is invisible, or else 0. */
  public long invisibleSince() {
    return visibility == Visibility.NOBODY ? version : 0;
  }
}
