package io.pagenow.presence.protocol;

import jakarta.json.stream.JsonGenerator;
import java.util.List;
import java.util.Map;

/**
 * The health of a node, in the shape of MicroProfile Health: {@code
 * {"status":"UP","checks":[{"name":"lease","status":"UP"}]}}.
 */
public final class Health {

  /**
   * One of the checks.
   *
   * @param data what is wrong, by the name of what it is wrong with; empty if the check is up
   */
  public record Check(String name, Map<String, String> data) {

    boolean isUp() {
      return data.isEmpty();
    }
  }

  private Health() {}

  /** Whether all checks are up. */
  public static boolean isUp(List<Check> checks) {
    return checks.stream().allMatch(Check::isUp);
  }

  /** Returns the JSON of a node that is up if all checks are, or else {@code DOWN}. */
  public static String encode(List<Check> checks) {
    return Json.object(
        json -> {
          json.write("status", status(isUp(checks))).writeStartArray("checks");
          checks.forEach(check -> write(json, check));
          json.writeEnd();
        });
  }

  private static void write(JsonGenerator json, Check check) {
    json.writeStartObject().write("name", check.name()).write("status", status(check.isUp()));
    if (!check.isUp()) {
      json.writeStartObject("data");
      check.data().forEach(json::write);
      json.writeEnd();
    }
    json.writeEnd();
  }

  private static String status(boolean up) {
    return up ? "UP" : "DOWN";
  }
}
