package io.pagenow.presence.delivery;

import java.util.Iterator;

/**
 * The first messages on a version 2 connection, which are sent before all other ones. One thread at
 * a time uses it.
 */
public interface Opening extends Iterator<String>, AutoCloseable {

  /** Releases the memory of the messages that were not taken. May be called more than once. */
  @Override
  void close();
}
