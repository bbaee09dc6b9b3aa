package io.pagenow.presence.protocol;

import io.pagenow.presence.model.Activity;
import io.pagenow.presence.model.Page;
import jakarta.json.stream.JsonGenerator;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The forms of an activity: in events, in snapshots, and in Redis. */
public final class Activities {

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
