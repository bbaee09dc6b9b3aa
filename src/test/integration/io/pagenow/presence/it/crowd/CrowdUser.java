package io.pagenow.presence.it.crowd;

/** The client of one user of a {@link Crowd}. */
interface CrowdUser extends AutoCloseable {

  /** Sends the page with this number, after all earlier updates. */
  void update(long number, String padding);

  /** Returns whether the connection is open. */
  boolean isConnected();

  /** Closes the connection gracefully if it is open. */
  @Override
  void close();
}
