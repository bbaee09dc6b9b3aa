package io.pagenow.presence.delivery;

import java.util.OptionalLong;

/** The friend list that a version 2 client holds. Thread-safe. */
public final class HeldFriends {

  private volatile boolean changed;
  private volatile boolean known;
  private volatile long digest;

  /** Records the digest of the friends in the state that the client gets. */
  public void set(long digestOfState) {
    digest = digestOfState;
    known = true;
  }

  /** Records that a friendship began or ended after the connection was added to the hub. */
  public void change() {
    changed = true;
  }

  /** Returns the digest of the list; empty if a friendship began or ended since the state. */
  public OptionalLong digest() {
    return known && !changed ? OptionalLong.of(digest) : OptionalLong.empty();
  }
}
