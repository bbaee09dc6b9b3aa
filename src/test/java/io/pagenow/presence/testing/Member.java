package io.pagenow.presence.testing;

/** One user of a {@link Crowd}. */
interface Member extends AutoCloseable {

  /** Says that the user is on the page of this number; one thing after another. */
  void update(long number, String padding);

  /** Whether the user has a connection. */
  boolean isHere();

  /** Closes in good order, as far as there is somebody to hear it. */
  @Override
  void close();
}
