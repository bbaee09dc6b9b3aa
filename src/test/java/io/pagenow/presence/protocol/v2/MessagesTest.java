package io.pagenow.presence.protocol.v2;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.model.Activity;
import io.pagenow.presence.model.Friend;
import io.pagenow.presence.model.Page;
import io.pagenow.presence.model.Presence;
import io.pagenow.presence.model.Presence.Offline;
import io.pagenow.presence.model.Presence.Online;
import io.pagenow.presence.model.PresenceEvent.TimedOut;
import io.pagenow.presence.model.PresenceEvent.Updated;
import io.pagenow.presence.model.Profile;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.model.Visibility;
import io.pagenow.presence.protocol.page.Pages;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The messages to version 2 clients, byte for byte. */
class MessagesTest {

  private static final UserId BOB = new UserId("bob");
  private static final Page PAGE = Pages.of("https://www.github.com/x", "GitHub");
  private static final Instant TIME = Instant.ofEpochMilli(1_764_230_400_123L);
  private static final String SHOWN =
      "{\"url\":\"https://www.github.com/x\",\"title\":\"GitHub\",\"domain\":\"github.com\"}";

  @Test
  void anEventShowsThePresence() {
    assertEquals(
        "{\"type\":\"presence\",\"userId\":\"bob\",\"version\":7,\"online\":true,\"page\":"
            + SHOWN
            + "}",
        Events.presence(new Updated(BOB, 7, Activity.showing(PAGE))));
    assertEquals(
        "{\"type\":\"presence\",\"userId\":\"bob\",\"version\":8,\"online\":true,\"page\":null,"
            + "\"latestPage\":"
            + SHOWN
            + "}",
        Events.presence(new Updated(BOB, 8, new Activity(Page.NONE, PAGE))));
    assertEquals(
        "{\"type\":\"presence\",\"userId\":\"bob\",\"version\":8,\"online\":true,\"page\":null}",
        Events.presence(new Updated(BOB, 8, new Activity(Page.NONE, Page.NONE))));
    assertEquals(
        "{\"type\":\"presence\",\"userId\":\"bob\",\"version\":9,\"online\":false,\"page\":null,"
            + "\"lastActiveAt\":1764230400123}",
        Events.presence(new TimedOut(BOB, 9, TIME)));
  }

  @Test
  void aFriendHasNames() {
    assertEquals(
        "{\"type\":\"friend-added\",\"friend\":{\"userId\":\"bob\",\"version\":7,"
            + "\"firstName\":\"Bob\",\"lastName\":\"Lee\",\"profileImageExtension\":\"png\","
            + "\"lastActiveAt\":1764230400123,\"online\":true,\"page\":"
            + SHOWN
            + "}}",
        Events.friendAdded(
            new Friend(
                new Profile(BOB, "Bob", "Lee", "png"),
                new Online(Activity.showing(PAGE), TIME, 7))));
    assertEquals("{\"type\":\"friend-removed\",\"userId\":\"bob\"}", Events.friendRemoved(BOB));
  }

  @Test
  void aSmallStateIsOneMessage() {
    Friend bob = new Friend(Profile.unknown(BOB), new Offline(null, 0));
    String entry =
        "{\"userId\":\"bob\",\"version\":0,\"firstName\":\"\",\"lastName\":\"\","
            + "\"profileImageExtension\":null,\"online\":false,\"page\":null,\"lastActiveAt\":null}";

    assertEquals(
        List.of(
            "{\"type\":\"state\",\"full\":true,\"self\":"
                + entry
                + ",\"friends\":["
                + entry
                + ","
                + entry
                + "],\"more\":false,\"since\":\"x\"}"),
        StateMessages.encode(
            true, Optional.of(bob), Visibility.FRIENDS, List.of(bob, bob), Optional.of("x")));
    assertEquals(
        List.of("{\"type\":\"state\",\"full\":false,\"friends\":[],\"more\":false}"),
        StateMessages.encode(
            false, Optional.empty(), Visibility.FRIENDS, List.of(), Optional.empty()));
  }

  @Test
  void aLargeStateComesInPartsOfBoundedBytes() {
    Page large = Pages.of("https://a.com/" + "x".repeat(8_000), "\u20ac".repeat(1_024));
    Presence online = new Online(new Activity(large, PAGE), TIME, 7);
    List<Friend> friends = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      friends.add(new Friend(Profile.unknown(new UserId("user" + i)), online));
    }

    List<String> parts =
        StateMessages.encode(
            true, Optional.of(friends.get(0)), Visibility.FRIENDS, friends, Optional.of("x"));

    String all = String.join("", parts);
    for (int i = 0; i < 100; i++) {
      assertTrue(all.contains("\"userId\":\"user" + i + "\""), "user" + i);
    }
    for (String part : parts) {
      assertTrue(part.getBytes(UTF_8).length <= 65_536, part.length() + " characters");
      assertEquals(
          part.equals(parts.get(parts.size() - 1)),
          part.endsWith("\"more\":false,\"since\":\"x\"}"));
    }
    assertTrue(parts.size() < 50, parts.size() + " parts");
  }
}
