package io.pagenow.presence.protocol;

import io.pagenow.presence.model.Page;
import jakarta.json.stream.JsonGenerator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A page as Redis holds it: {@code {"url":"…","title":"…"}}, without white space. */
public final class Pages {

  private Pages() {}

  public static String encode(Page page) {
    return Json.object(json -> members(json, page));
  }

  /**
   * Reads a page that this service or an older one wrote. What is missing is empty.
   *
   * @throws IllegalArgumentException where it is not one JSON object
   */
  public static Page decode(String text) {
    Map<String, @Nullable String> members = Json.members(text);
    return new Page(orEmpty(members.get("url")), orEmpty(members.get("title")));
  }

  /** As {@link #decode(String)}, if the text is often the same as that of a page decoded before. */
  public static Page decode(String text, String before, Page decodedBefore) {
    return text.equals(before) ? decodedBefore : decode(text);
  }

  private static String orEmpty(@Nullable String value) {
    return value == null ? "" : value;
  }

  static void members(JsonGenerator json, Page page) {
    json.write("url", page.url()).write("title", page.title());
  }
}
