package io.pagenow.presence.it.browser.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.pagenow.presence.it.browser.Chromium;
import io.pagenow.presence.it.client.Socket;
import io.pagenow.presence.model.UserId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The list of friends on the live page. */
class LivePageFriendsIT extends LivePage {

  /** Records when the rows of the friends were painted. */
  private static final String PAINT =
      "addEventListener('DOMContentLoaded', () => new MutationObserver(() => {"
          + " if (!window.painted && document.querySelectorAll('#friends li').length >= 1000) {"
          + "   window.painted = 1;"
          + "   requestAnimationFrame(() => setTimeout(() => { window.painted = performance.now(); }));"
          + " } }).observe(document, { childList: true, subtree: true }));";

  /** Records when the state of version 2 arrives. */
  private static final String STATE =
      "const Real = WebSocket;"
          + " window.WebSocket = class extends Real {"
          + "   constructor(url, protocols) {"
          + "     super(url, protocols);"
          + "     this.addEventListener('message', ({ data }) => {"
          + "       if (data.includes('\"more\":false')) { window.stateAt = performance.now(); }"
          + "     }); } };";

  @Test
  void thousandFriendsAreShownWithinHalfASecondAndCanBeSearched() throws Exception {
    UserId ann = user("ann");
    people.sql(
        "INSERT INTO user_table (user_id, email, first_name, last_name, share_mode)"
            + (" SELECT '%1$s-' || n, '%1$s-' || n || '@example.com', 'Friend', 'Number' || n,"
                    + " 'default_all'")
                .formatted(ann)
            + " FROM generate_series(1, 1000) n");
    people.sql(
        "INSERT INTO friendship_table (user_id1, user_id2, accepted_at)"
            + " SELECT '%1$s', '%1$s-' || n, now() FROM generate_series(1, 1000) n".formatted(ann));
    Page page = windows.open();
    page.addInitScript(PAINT);
    page.addInitScript(STATE);
    signIn(page, nodeA, ann);
    page.waitForFunction("() => window.painted > 1");

    double millis =
        ((Number)
                page.evaluate(
                    "() => painted - (window.stateAt ?? performance.getEntriesByType('resource')"
                        + ".findLast(({ name }) => name.endsWith('api/presence')).responseEnd)"))
            .doubleValue();
    System.out.printf("1,000 friends are painted %.0f ms after their snapshot%n", millis);
    assertTrue(millis < 500, "painted after " + millis + " ms");

    try (Socket friend = connect(new UserId(ann + "-500"), nodeB)) {
      friend.update(PAGE, TITLE);
      assertThat(group(page, "Online")).containsText(TITLE);
    }
    page.getByLabel("Search friends").fill("number77");
    assertThat(page.locator("#found")).hasText("11 of 1000 friends");
    assertThat(page.locator("#friends li:visible")).hasCount(11);
    Chromium.screenshot(page, "search");
  }

  @Test
  void friendsAreGroupedAndNoRowJumpsUnderThePointer() throws Exception {
    UserId ann = user("ann");
    UserId ben = friend("ben", ann, "Ben", "Adams");
    UserId cat = friend("cat", ann, "Cat", "Baker");
    Page page = signIn(windows.open(), nodeA, ann);
    try (Socket first = connect(ben, nodeA);
        Socket second = connect(cat, nodeB)) {
      second.update(PAGE, TITLE);
      first.update("", "");
      assertThat(group(page, "Online")).containsText("Cat Baker");
      assertThat(group(page, "Activity hidden")).containsText("Ben Adams");

      person(page, cat).hover();
      double before = person(page, cat).boundingBox().y;
      first.update("https://example.com/", "Above");
      assertThat(person(page, ben)).containsText("Above");
      assertEquals(before, person(page, cat).boundingBox().y);
      assertThat(group(page, "Activity hidden")).containsText("Ben Adams");

      page.locator("h1").hover();
      assertThat(group(page, "Online")).containsText("Ben Adams");
      assertThat(group(page, "Activity hidden")).isHidden();
    }
    assertThat(group(page, "Offline")).containsText("Ben Adams");
  }

  @Test
  void favouritesComeFirstAndMutedFriendsAreNotAnnounced() throws Exception {
    UserId ann = user("ann");
    UserId ben = friend("ben", ann, "Ben", "Adams");
    UserId cat = friend("cat", ann, "Cat", "Baker");
    Page page =
        windows.watched(
            windows
                .browser(
                    new Browser.NewContextOptions()
                        .setPermissions(
                            List.of("notifications", "clipboard-read", "clipboard-write")))
                .newPage());
    page.addInitScript(
        "window.notified = []; window.Notification = class {"
            + " static permission = 'granted';"
            + " static async requestPermission() { return 'granted'; }"
            + " constructor(text) { notified.push(text); } };");
    signIn(page, nodeA, ann);
    choose(page, ben, "Favourite");
    assertThat(group(page, "Favourites")).containsText("Ben Adams");
    choose(page, ben, "Notify me");
    choose(page, cat, "Mute");

    try (Socket muted = connect(cat, nodeB);
        Socket friend = connect(ben, nodeB)) {
      muted.update(PAGE, "Muted");
      assertThat(person(page, cat)).containsText("Muted");
      friend.update(PAGE, TITLE);
      assertThat(page.locator("#news")).containsText("Ben Adams is on " + TITLE);
      assertThat(page.locator("#news")).not().containsText("Cat Baker");
      assertEquals(List.of("Ben Adams is on " + TITLE), page.evaluate("() => notified"));
      choose(page, ben, "Copy link");
      assertEquals(PAGE, page.evaluate("() => navigator.clipboard.readText()"));
    }
    page.reload();
    assertThat(group(page, "Favourites")).containsText("Ben Adams");
  }

  @Test
  void friendWhoNeverWasOnlineIsNotAnnouncedAsOffline() throws Exception {
    UserId ann = user("ann");
    UserId ben = friend("ben", ann, "Ben", "Adams");
    UserId cat = friend("cat", ann, "Cat", "Baker");
    Page page = signIn(windows.open(), nodeA, ann);
    try (Socket friend = connect(cat, nodeB)) {
      connect(ben, nodeB).close();
      friend.update(PAGE, TITLE);
      assertThat(page.locator("#news")).containsText("Cat Baker is on");
      assertThat(page.locator("#news")).not().containsText("Ben Adams");
    }
  }

  @Test
  void friendWhoReloadsAPageDoesNotFlicker() throws Exception {
    UserId ann = user("ann");
    UserId ben = friend("ben", ann, "Ben", "Adams");
    UserId cat = friend("cat", ann, "Cat", "Baker");
    Page page = windows.open();
    page.clock().install();
    signIn(page, nodeA, ann);
    try (Socket marker = connect(cat, nodeA)) {
      Socket friend = connect(ben, nodeA);
      friend.update(PAGE, TITLE);
      assertThat(person(page, ben)).containsText(TITLE);
      // A larger step would look like a sleep, and the library would read a snapshot.
      page.clock().pauseAt(System.currentTimeMillis() + 3_000);
      friend.close();
      marker.update(PAGE, "Later");
      assertThat(person(page, cat)).containsText("Later");
      assertThat(person(page, ben)).containsText(TITLE);
      try (Socket again = connect(ben, nodeA)) {
        again.update(PAGE, TITLE);
        marker.update(PAGE, "Still later");
        assertThat(person(page, cat)).containsText("Still later");
        page.clock().runFor(3_000);
        assertThat(page.locator("#news")).not().containsText("Ben Adams is offline");
        assertThat(person(page, ben)).containsText(TITLE);
      }
      marker.update(PAGE, "Last");
      assertThat(person(page, cat)).containsText("Last");
      page.clock().runFor(3_000);
      assertThat(page.locator("#news")).containsText("Ben Adams is offline");
    }
  }

  private static Locator group(Page page, String name) {
    return page.locator("#friends section")
        .filter(
            new Locator.FilterOptions()
                .setHas(page.locator("h3", new Page.LocatorOptions().setHasText(name))));
  }

  private static void choose(Page page, UserId friend, String option) {
    person(page, friend).locator(".more").click();
    page.locator("#menu").getByText(option).click();
    assertThat(page.locator("#menu")).isHidden();
    page.locator("h1").hover();
  }
}
