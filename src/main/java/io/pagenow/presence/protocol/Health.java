package io.pagenow.presence.protocol;

import jakarta.json.stream.JsonGenerator;
import java.util.List;
import java.util.Map;

/**
 * Encodes the health of a node in the format of MicroProfile Health: {@code
 * {"status":"UP","checks":[{"name":"lease","status":"UP"}]}}.
 */
public final class Health {

  /**
   * The result of one health check.
   *
   * @param data the problems by the name of the failed component; empty if the check is up
   */
  public record Check(String name, Map<String, String> data) {

    boolean isUp() {
      return data.isEmpty();
    }
  }

  private Health() {}

  /** Returns whether all checks are up. */
  public static boolean isUp(List<Check> checks) {
    return checks.stream().allMatch(Check::isUp);
  }

  /**
   * Returns the JSON of a node, with the status {@code UP} if all checks are up, or else {@code
   * DOWN}.
   */
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
