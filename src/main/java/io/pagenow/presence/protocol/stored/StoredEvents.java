package io.pagenow.presence.protocol.stored;

import io.pagenow.presence.model.Page;
import io.pagenow.presence.model.Presence;
import io.pagenow.presence.model.Presence.Offline;
import io.pagenow.presence.model.Presence.Online;
import io.pagenow.presence.model.PresenceEvent;
import io.pagenow.presence.model.PresenceEvent.Audience;
import io.pagenow.presence.model.PresenceEvent.TimedOut;
import io.pagenow.presence.model.PresenceEvent.Updated;
import io.pagenow.presence.model.PresenceEvent.VisibilityChanged;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.model.Visibility;
import io.pagenow.presence.protocol.Activities;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The form of an event in the inboxes of nodes: fields with names, among them {@code type} and
 * {@code version}. The scripts write them, see {@code prelude.lua}.
 */
public final class StoredEvents {

  public static final String TYPE = "type";

  private static final String UPDATE = "update";
  private static final String OWN_UPDATE = "own-update";
  private static final String VISIBILITY = "visibility";
  private static final String TIMEOUT = "timeout";
  private static final String VERSION = "version";
  private static final String ACTIVE = "active";
  private static final String UNKNOWN = "0";
  private static final String PAGE = "page";
  private static final String LATEST_PAGE = "latest";
  private static final String RECEIVERS = "to";
  private static final String FRIENDS = "friends";

  private StoredEvents() {}

  /**
   * Returns the event with these fields. Ignores unknown fields.
   *
   * @param pages decodes a page
   * @throws IllegalArgumentException if the type is unknown, or a field is missing or invalid
   */
  public static PresenceEvent decode(
      UserId user, Map<String, String> fields, Function<String, Page> pages) {
    long version = Long.parseLong(field(fields, VERSION));
    String type = field(fields, TYPE);
    return switch (type) {
      case UPDATE, OWN_UPDATE ->
          new Updated(
              user,
              version,
              Activities.decode(field(fields, PAGE), field(fields, LATEST_PAGE), pages),
              type.equals(UPDATE) ? Visibility.FRIENDS : Visibility.NOBODY);
      case TIMEOUT ->
          timedOut(
              user,
              version,
              fields.getOrDefault(ACTIVE, UNKNOWN),
              FRIENDS.equals(fields.get(RECEIVERS)));
      case VISIBILITY ->
          visibilityChanged(
              user,
              version,
              List.of(
                  field(fields, VISIBILITY),
                  field(fields, PAGE),
                  field(fields, LATEST_PAGE),
                  field(fields, ACTIVE)),
              pages);
      default -> throw new IllegalArgumentException("Unknown type " + type);
    };
  }

  /**
   * Returns the event that a user is offline.
   *
   * @param active the last activity, as {@link #time} reads it
   * @param friendsOnly whether only friends get the event, because the user is invisible
   */
  public static TimedOut timedOut(UserId user, long version, String active, boolean friendsOnly) {
    return new TimedOut(
        user, version, time(active), friendsOnly ? Audience.FRIENDS : Audience.USER_AND_FRIENDS);
  }

  /**
   * Returns the event that a user chose who sees the user.
   *
   * @param own the visibility, the page and the latest page, empty if there are none, and the last
   *     activity
   */
  public static VisibilityChanged visibilityChanged(
      UserId user, long version, List<String> own, Function<String, Page> pages) {
    return new VisibilityChanged(
        user,
        version,
        own(version, own.get(1), own.get(2), time(own.get(3)), pages),
        Visibility.parse(own.get(0)).orElseThrow());
  }

  private static Presence own(
      long version,
      String page,
      String latest,
      @Nullable Instant active,
      Function<String, Page> pages) {
    return page.isEmpty() || active == null
        ? new Offline(active, version)
        : new Online(
            Activities.decode(page, latest.isEmpty() ? null : latest, pages), active, version);
  }

  /** Returns the time of a last activity in milliseconds; null for 0, which means unknown. */
  public static @Nullable Instant time(String millis) {
    return millis.equals(UNKNOWN) ? null : Instant.ofEpochMilli((long) Double.parseDouble(millis));
  }

  private static String field(Map<String, String> fields, String name) {
    String value = fields.get(name);
    if (value == null) {
      throw new IllegalArgumentException("Missing field " + name);
    }
    return value;
  }
}
