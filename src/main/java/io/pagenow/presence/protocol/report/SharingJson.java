package io.pagenow.presence.protocol.report;

import io.pagenow.presence.protocol.Json;
import jakarta.json.stream.JsonGenerator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Encodes what a user chose to share. */
public final class SharingJson {

  private SharingJson() {}

  /**
   * Encodes a choice, in UTF-8: {@code {"shareMode","allow":[…],"deny":[…],"enforced",
   * "queriesStripped"}}.
   *
   * @param all whether all pages are shared but those of the deny list
   * @param allow the entries of the allow list; null if it is too long
   * @param deny the entries of the deny list; null if it is too long
   * @param enforced whether this server hides pages by these rules
   * @param queriesStripped whether this server removes query and fragment from every url
   */
  public static byte[] bytes(
      boolean all,
      @Nullable List<String> allow,
      @Nullable List<String> deny,
      boolean enforced,
      boolean queriesStripped) {
    return Json.bytes(
        json -> {
          json.write("shareMode", all ? "default_all" : "default_none");
          write(json, "allow", allow);
          write(json, "deny", deny);
          json.write("enforced", enforced).write("queriesStripped", queriesStripped);
        });
  }

  private static void write(JsonGenerator json, String name, @Nullable List<String> entries) {
    if (entries == null) {
      json.writeNull(name);
      return;
    }
    json.writeStartArray(name);
    entries.forEach(json::write);
    json.writeEnd();
  }
}
