package io.pagenow.presence.protocol;

import io.pagenow.presence.model.Page;
import io.pagenow.presence.model.PresenceEvent;
import io.pagenow.presence.model.PresenceEvent.TimedOut;
import io.pagenow.presence.model.PresenceEvent.Updated;
import io.pagenow.presence.model.UserId;
import java.time.Instant;
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
  private static final String TIMEOUT = "timeout";
  private static final String VERSION = "version";
  private static final String ACTIVE = "active";
  private static final String UNKNOWN = "0";
  private static final String PAGE = "page";
  private static final String LATEST_PAGE = "latest";

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
      case UPDATE ->
          new Updated(
              user,
              version,
              Activities.decode(field(fields, PAGE), field(fields, LATEST_PAGE), pages));
      case TIMEOUT -> new TimedOut(user, version, time(fields.getOrDefault(ACTIVE, UNKNOWN)));
      default -> throw new IllegalArgumentException("Unknown type " + type);
    };
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
