package io.pagenow.presence.wire;

/**
 * The health of a node, in the shape of MicroProfile Health: {@code {"status":"UP","checks":[]}}.
 */
public final class Health {

  private Health() {}

  /** A node that is up, or else {@code DOWN}. */
  public static String encode(boolean up) {
    return Json.object(
        json -> json.write("status", up ? "UP" : "DOWN").writeStartArray("checks").writeEnd());
  }
}
