package io.pagenow.presence.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.model.Activity;
import io.pagenow.presence.model.Page;
import io.pagenow.presence.model.Presence;
import io.pagenow.presence.model.Presence.Offline;
import io.pagenow.presence.model.Presence.Online;
import io.pagenow.presence.model.Profile;
import io.pagenow.presence.model.Snapshot;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.protocol.page.Pages;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SnapshotTagTest {

  private static final UserId ME = new UserId("me");
  private static final UserId FRIEND = new UserId("friend");
  private static final Instant TIME = Instant.ofEpochMilli(1_760_000_000_000L);
  private static final Page PAGE = Pages.of("https://example.com/", "Example");
  private static final Presence ONLINE = new Online(Activity.showing(PAGE), TIME, 7);
  private static final Profile NAME = new Profile(FRIEND, "Fri", "End", null);

  @Test
  void everyVisibleChangeHasAnotherTag() {
    Page other = Pages.of("https://example.com/", "Other");
    List<Snapshot> different =
        List.of(
            with(ONLINE),
            with(new Online(Activity.showing(PAGE), TIME, 8)),
            with(new Online(Activity.showing(other), TIME, 7)),
            with(new Online(new Activity(Page.NONE, PAGE), TIME, 7)),
            with(new Online(new Activity(PAGE, Page.NONE), TIME, 7)),
            with(new Offline(TIME, 7)),
            with(new Offline(TIME.plusMillis(1), 7)),
            with(new Offline(null, 7)),
            snapshot(FRIEND, Map.of(), List.of(NAME), true),
            snapshot(ME, Map.of(), List.of(NAME), true),
            snapshot(ME, Map.of(FRIEND, ONLINE), List.of(NAME), false),
            snapshot(
                ME,
                Map.of(FRIEND, ONLINE),
                List.of(new Profile(FRIEND, "Fri", "End", "png")),
                true),
            snapshot(
                ME, Map.of(FRIEND, ONLINE), List.of(new Profile(FRIEND, "FriE", "nd", null)), true),
            snapshot(ME, Map.of(new UserId("other"), ONLINE), List.of(NAME), true));
    Set<String> tags = new HashSet<>();
    different.forEach(each -> tags.add(SnapshotTag.of(each).toString()));

    assertEquals(different.size(), tags.size());
  }

  @Test
  void aHeartbeatKeepsTheTag() {
    Snapshot later = with(new Online(Activity.showing(PAGE), TIME.plusSeconds(20), 7));

    assertEquals(SnapshotTag.of(with(ONLINE)).toString(), SnapshotTag.of(later).toString());
    assertTrue(SnapshotTag.of(later).toString().matches("W/\"[\\w-]{22}\""));
  }

  @Test
  void tagsAreComparedWeakly() {
    SnapshotTag tag = SnapshotTag.of(with(ONLINE));
    String strong = tag.toString().substring(2);

    for (String list : List.of(tag.toString(), strong, "*", "\"x\", " + tag, tag + " ,W/\"y\"")) {
      assertTrue(tag.isIn(List.of(list)), list);
    }
    assertTrue(tag.isIn(List.of("\"x\"", strong)), "two headers");
    String other = SnapshotTag.of(with(Presence.OFFLINE)).toString();
    for (String list : List.of("", "\"", "W/", other, strong.replace("\"", ""), "w/" + strong)) {
      assertFalse(tag.isIn(List.of(list)), list);
    }
    assertFalse(tag.isIn(List.of()));
    assertNotEquals(other, tag.toString());
  }

  private static Snapshot with(Presence friend) {
    return snapshot(ME, Map.of(FRIEND, friend), List.of(NAME), true);
  }

  private static Snapshot snapshot(
      UserId user, Map<UserId, Presence> friends, List<Profile> profiles, boolean complete) {
    return new Snapshot(user, Presence.OFFLINE, friends, profiles, complete, Set.of());
  }
}
