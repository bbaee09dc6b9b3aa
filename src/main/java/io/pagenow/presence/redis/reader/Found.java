package io.pagenow.presence.redis.reader;

import io.pagenow.presence.model.Page;
import io.pagenow.presence.model.Presence;
import io.pagenow.presence.model.Presence.Offline;
import io.pagenow.presence.model.Presence.Online;
import io.pagenow.presence.protocol.Activities;
import io.pagenow.presence.protocol.StoredPages;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The data of one user in Redis; each value is null if Redis does not have it.
 *
 * @param active the last activity, in milliseconds since the epoch
 * @param wasActive the last activity before the user went offline, in the same unit
 * @param page JSON of the current page
 * @param latest JSON of the latest page that was not hidden
 * @param version the version of the last event, if the user has a page: a number, which another one
 *     may follow
 * @param wentOffline the version of the last event that showed the user offline
 */
record Found(
    @Nullable Double active,
    @Nullable Double wasActive,
    @Nullable String page,
    @Nullable String latest,
    @Nullable String version,
    @Nullable Double wentOffline) {

  /** JSON of a hidden page. */
  private static final String HIDDEN = StoredPages.encode(Page.NONE);

  /** Returns the same user with a hidden page. */
  Found hidden() {
    return new Found(active, wasActive, HIDDEN, null, version, wentOffline);
  }

  /** Returns whether the user is offline only because of the last activity. */
  boolean isIdle(long idleBefore) {
    return page != null && active != null && active < idleBefore;
  }

  /**
   * Returns the presence.
   *
   * @param idleBefore users who were last active before this time are idle, in milliseconds
   * @param decode decodes a page, and hides an invalid one
   */
  Presence presence(long idleBefore, Function<String, Page> decode) {
    if (page == null || active == null) {
      Double last = active == null ? wasActive : active;
      long offline = wentOffline == null ? 0 : wentOffline.longValue();
      return last == null && offline == 0
          ? Presence.OFFLINE
          : new Offline(last == null ? null : time(last), offline);
    }
    long shown = version == null ? 0 : firstNumber(version);
    if (isIdle(idleBefore)) {
      return new Offline(time(active), shown);
    }
    return new Online(Activities.decode(page, latest, decode), time(active), shown);
  }

  /** Returns the number before the first space. A pattern would take longer than all the rest. */
  private static long firstNumber(String text) {
    int space = text.indexOf(' ');
    return Long.parseLong(text, 0, space < 0 ? text.length() : space, 10);
  }

  private static Instant time(double score) {
    return Instant.ofEpochMilli((long) score);
  }
}
