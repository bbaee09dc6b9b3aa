package io.pagenow.presence.protocol.v2;

import io.pagenow.presence.model.Activity;
import io.pagenow.presence.model.Friend;
import io.pagenow.presence.model.Page;
import io.pagenow.presence.model.Presence;
import io.pagenow.presence.model.PresenceEvent;
import io.pagenow.presence.model.Profile;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.model.Visibility;
import io.pagenow.presence.protocol.Json;
import jakarta.json.stream.JsonGenerator;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Encodes what a client learns about a user: events, friendships, and entries of the state. */
public final class Events {

  private Events() {}

  /**
   * Encodes an event: {@code {"type":"presence","userId","version","online","page"}}, with {@code
   * latestPage} if it differs from the page, {@code lastActiveAt} if the user is offline, and
   * {@code visibility} if nobody sees the user.
   */
  public static String presence(PresenceEvent event) {
    return Json.object(
        json -> {
          json.write("type", "presence");
          head(json, event.user(), event.version());
          event.match(
              updated -> visibility(online(json, updated.activity()), updated.visibility()),
              timedOut -> offline(json, timedOut.lastActive()),
              changed ->
                  visibility(
                      changed
                          .own()
                          .match(
                              online -> online(json, online.activity()),
                              offline -> offline(json, offline.lastActive())),
                      changed.visibility()));
        });
  }

  /** Encodes that a friendship began: {@code {"type":"friend-added","friend":{…}}}. */
  public static String friendAdded(Friend friend) {
    return Json.object(
        json -> {
          json.write("type", "friend-added").writeStartObject("friend");
          members(json, friend);
          json.writeEnd();
        });
  }

  /** Encodes that a friendship ended: {@code {"type":"friend-removed","userId"}}. */
  public static String friendRemoved(UserId friend) {
    return Json.object(
        json -> json.write("type", "friend-removed").write("userId", friend.value()));
  }

  /** Encodes a user with names and presence. */
  static String entry(Friend friend) {
    return Json.object(json -> members(json, friend));
  }

  /** Encodes the client's own user. */
  static String entry(Friend self, Visibility visibility) {
    return Json.object(
        json -> {
          members(json, self);
          visibility(json, visibility);
        });
  }

  private static void members(JsonGenerator json, Friend friend) {
    Profile profile = friend.profile();
    Presence presence = friend.presence();
    head(json, friend.user(), presence.version());
    json.write("firstName", profile.firstName()).write("lastName", profile.lastName());
    if (profile.imageExtension() == null) {
      json.writeNull("profileImageExtension");
    } else {
      json.write("profileImageExtension", profile.imageExtension());
    }
    presence.match(
        online -> {
          time(json, online.lastActive());
          return online(json, online.activity());
        },
        offline -> offline(json, offline.lastActive()));
  }

  private static void head(JsonGenerator json, UserId user, long version) {
    json.write("userId", user.value()).write("version", version);
  }

  private static JsonGenerator visibility(JsonGenerator json, Visibility visibility) {
    return switch (visibility) {
      case FRIENDS -> json;
      case NOBODY -> json.write("visibility", visibility.text());
    };
  }

  private static JsonGenerator online(JsonGenerator json, Activity activity) {
    Page page = activity.page();
    json.write("online", true);
    if (page.isHidden()) {
      json.writeNull("page");
    } else {
      page(json, "page", page);
    }
    if (!activity.latestPage().isHidden() && !activity.latestPage().equals(page)) {
      page(json, "latestPage", activity.latestPage());
    }
    return json;
  }

  private static JsonGenerator offline(JsonGenerator json, @Nullable Instant lastActive) {
    json.write("online", false).writeNull("page");
    return time(json, lastActive);
  }

  private static JsonGenerator time(JsonGenerator json, @Nullable Instant lastActive) {
    return lastActive == null
        ? json.writeNull("lastActiveAt")
        : json.write("lastActiveAt", lastActive.toEpochMilli());
  }

  private static void page(JsonGenerator json, String name, Page page) {
    json.writeStartObject(name)
        .write("url", page.url())
        .write("title", page.title())
        .write("domain", page.domain())
        .writeEnd();
  }
}
