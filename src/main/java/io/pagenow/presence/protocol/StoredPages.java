package io.pagenow.presence.protocol;

import io.pagenow.presence.model.Page;
import io.pagenow.presence.protocol.page.Pages;
import jakarta.json.stream.JsonGenerator;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Encodes and decodes pages as Redis stores them: {@code {"url":"…","title":"…"}}, without white
 * space.
 */
public final class StoredPages {

  private StoredPages() {}

  public static String encode(Page page) {
    return Json.object(json -> members(json, page));
  }

  /** Encodes a page, or returns an empty text if there is none. */
  public static String encodeOrEmpty(Optional<Page> page) {
    return page.map(StoredPages::encode).orElse("");
  }

  /**
   * Decodes a page that this or an older version of the application wrote. A missing member becomes
   * empty.
   *
   * @throws IllegalArgumentException if the text is not one JSON object
   */
  public static Page decode(String text) {
    Map<String, @Nullable String> members = Json.members(text);
    return Pages.of(orEmpty(members.get("url")), orEmpty(members.get("title")));
  }

  /** Decodes a page that any program may have written. An invalid one becomes hidden. */
  public static Page decodeOrHide(String text) {
    try {
      return decode(text);
    } catch (IllegalArgumentException e) {
      return Page.NONE;
    }
  }

  private static String orEmpty(@Nullable String value) {
    return value == null ? "" : value;
  }

  static void members(JsonGenerator json, Page page) {
    json.write("url", page.url()).write("title", page.title());
  }
}
