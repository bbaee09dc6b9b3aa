package io.pagenow.presence.protocol;

import io.pagenow.presence.model.Activity;
import io.pagenow.presence.model.Page;
import jakarta.json.stream.JsonGenerator;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The forms of an activity: in events, in snapshots, and in Redis. */
public final class Activities {

  private static final String PAGE = "page";
  private static final String LATEST_PAGE = "latest";

  private Activities() {}

  /** Writes the members of an event: {@code url}, {@code title}, {@code domain}, and so on. */
  static void writeEvent(JsonGenerator json, Activity activity) {
    Page page = activity.page();
    Page latest = activity.latestPage();
    json.write("url", page.url())
        .write("title", page.title())
        .write("domain", page.domain())
        .write("latestUrl", latest.url())
        .write("latestTitle", latest.title())
        .write("latestDomain", latest.domain());
  }

  /**
   * Writes the members of a snapshot: {@code page} and {@code latestPage}, null if the user is
   * offline.
   */
  static void writeSnapshot(JsonGenerator json, @Nullable Activity activity) {
    writePage(json, "page", activity == null ? null : activity.page());
    writePage(json, "latestPage", activity == null ? null : activity.latestPage());
  }

  private static void writePage(JsonGenerator json, String name, @Nullable Page page) {
    if (page == null) {
      json.writeNull(name);
      return;
    }
    json.writeStartObject(name);
    StoredPages.members(json, page);
    json.write("domain", page.domain()).writeEnd();
  }

  /** Returns the texts that Redis stores, by their names in inbox entries. */
  public static Map<String, String> encode(Activity activity) {
    return Map.of(
        PAGE, StoredPages.encode(activity.page()),
        LATEST_PAGE, StoredPages.encode(activity.latestPage()));
  }

  /**
   * Returns an activity from the texts that Redis stores.
   *
   * @param texts the texts by name, as {@link #encode} returns them
   * @throws IllegalArgumentException if the page is missing
   */
  static Activity decode(Map<String, String> texts, Function<String, Page> pages) {
    String page = texts.get(PAGE);
    if (page == null) {
      throw new IllegalArgumentException("Missing field " + PAGE);
    }
    return decode(page, texts.get(LATEST_PAGE), pages);
  }

  /**
   * Returns an activity from the texts that Redis stores.
   *
   * @param latest null if there is no latest page
   * @param pages decodes a page; called once if both are the same, as they usually are
   */
  public static Activity decode(
      String page, @Nullable String latest, Function<String, Page> pages) {
    Page shown = pages.apply(page);
    if (latest == null) {
      return new Activity(shown, Page.NONE);
    }
    return new Activity(shown, latest.equals(page) ? shown : pages.apply(latest));
  }
}
