package io.pagenow.presence.presence.query;

import java.io.Serial;

/** Thrown if the caller asks for a user who is neither the caller nor an accepted friend. */
public final class NotAFriendException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  public NotAFriendException() {
    super("Not a friend");
  }
}
