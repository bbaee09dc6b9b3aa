package io.pagenow.presence.presence;

import java.io.Serial;

/** The caller is neither the user asked for nor an accepted friend of theirs. */
public final class NotAFriendException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  public NotAFriendException() {
    super("Not a friend");
  }
}
