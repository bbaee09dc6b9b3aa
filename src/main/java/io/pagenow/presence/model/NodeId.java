package io.pagenow.presence.model;

import java.security.SecureRandom;

/**
 * One running copy of this application. A node that starts again is another node, so that nothing
 * meant for its former self reaches it.
 */
public record NodeId(String value) {

  private static final SecureRandom RANDOM = new SecureRandom();

  /**
   * @throws IllegalArgumentException where the value is empty or has a {@code -}, which separates a
   *     node from a serial in a {@link ConnectionId}
   */
  public NodeId {
    if (value.isEmpty() || value.indexOf('-') >= 0) {
      throw new IllegalArgumentException("Not a node id: " + value);
    }
  }

  /** An id that no other node has, now or later: 60 random bits. */
  public static NodeId random() {
    return new NodeId(Long.toString(RANDOM.nextLong() >>> 4, Character.MAX_RADIX));
  }

  @Override
  public String toString() {
    return value;
  }
}
