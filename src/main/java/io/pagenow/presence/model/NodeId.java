package io.pagenow.presence.model;

import java.security.SecureRandom;

/**
 * The id of one node. A restarted node has a new id, so that it receives no messages that were
 * meant for the old one.
 */
public record NodeId(String value) {

  private static final SecureRandom RANDOM = new SecureRandom();

  /**
   * @throws IllegalArgumentException if the value is empty or contains a {@code -}, which separates
   *     a node from a serial in a {@link ConnectionId}
   */
  public NodeId {
    if (value.isEmpty() || value.indexOf('-') >= 0) {
      throw new IllegalArgumentException("Not a node id: " + value);
    }
  }

  /** Returns a new random id of 60 bits, unique in practice. */
  public static NodeId random() {
    return new NodeId(Long.toString(RANDOM.nextLong() >>> 4, Character.MAX_RADIX));
  }

  @Override
  public String toString() {
    return value;
  }
}
