package io.pagenow.presence.protocol;

import io.pagenow.presence.model.Page;
import jakarta.json.stream.JsonGenerator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Encodes and decodes pages as Redis stores them: {@code {"url":"…","title":"…"}}, without white
 * space.
 */
public final class Pages {

  private Pages() {}

  public static String encode(Page page) {
    return Json.object(json -> members(json, page));
  }

  /**
   * Decodes a page that this or an older version of the application wrote. A missing member becomes
   * empty.
   *
   * @throws IllegalArgumentException if the text is not one JSON object
   */
  public static Page decode(String text) {
    Map<String, @Nullable String> members = Json.members(text);
    return new Page(orEmpty(members.get("url")), orEmpty(members.get("title")));
  }

  /**
   * Decodes a page. Returns {@code decodedBefore} if the text equals {@code before}, which saves
   * the parsing.
   */
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
