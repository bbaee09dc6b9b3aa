package io.pagenow.presence.it.browser.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.pagenow.presence.it.browser.Chromium;
import io.pagenow.presence.it.client.Socket;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.testing.CuttableProxy;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The switch of the live page that makes a user invisible. */
class LivePageVisibilityIT extends LivePage {

  private static final String HIDDEN = "You are invisible";

  @Test
  void friendsSeeAnInvisibleUserOfflineUntilTheUserIsVisibleAgain() throws Exception {
    UserId ann = named("ann", "Alice", "Moreau");
    UserId ben = friend("ben", ann, "Bob", "Okafor");
    BrowserContext browser =
        windows.browser(new Browser.NewContextOptions().setViewportSize(1_100, 700));
    Page page = signIn(windows.watched(browser.newPage()), nodeA, ann);
    Page tab = signIn(windows.watched(browser.newPage()), nodeA, ann);
    Page other = signIn(windows.open(), nodeB, ben);
    Locator annThere = person(other, ann);
    share(page, PAGE, TITLE);
    assertThat(annThere).containsText(TITLE);
    assertThat(invisible(page)).not().isChecked();

    page.bringToFront();
    invisible(page).focus();
    page.keyboard().press("Space");

    assertThat(invisible(page)).isChecked();
    assertThat(page.locator("#seen-as")).containsText(HIDDEN);
    assertThat(page.locator("#queued-choice")).isHidden();
    assertThat(annThere).containsText("Active just now");
    assertThat(invisible(tab)).isChecked();
    assertThat(tab.locator("#seen-as")).containsText(HIDDEN);
    share(page, "example.org/secret", "Secret");
    assertThat(page.locator("#you")).containsText("Secret");
    page.getByLabel("Page address").fill("example.org/next");
    assertThat(page.locator("#preview-hint")).containsText("When you are visible again");
    Chromium.screenshot(page, "invisible");
    other.reload();
    assertThat(annThere).containsText("Active just now");
    page.reload();
    assertThat(invisible(page)).isChecked();

    invisible(tab).uncheck();

    assertThat(annThere).containsText("Secret");
    assertThat(page.locator("#seen-as")).hasText("Your friends see the page.");
    assertThat(invisible(page)).not().isChecked();
    assertEquals(List.of(), windows.errors());
  }

  @Test
  void choiceWithoutAConnectionWaitsAndKeepsThePageFromFriends() throws Exception {
    UserId ann = user("ann");
    UserId ben = friend("ben", ann);
    try (CuttableProxy proxy = CuttableProxy.to(nodeA.getPort());
        Socket friend = connect(ben, nodeB)) {
      URI behind = URI.create("http://127.0.0.1:" + proxy.port() + "/presence-api/");
      Page page = signIn(windows.open(), behind, ann);
      share(page, PAGE, "Before");
      friend.next(title(ann, "Before"));

      proxy.cut();
      assertThat(page.locator("#seen-as")).containsText("You are not connected");
      invisible(page).check();
      share(page, "example.org/secret", "Secret");
      assertThat(page.locator("#queued-choice")).containsText("Waiting to be sent: appear offline");
      assertThat(page.locator("#queued")).hasText("Waiting to be sent: Secret");
      Chromium.screenshot(page, "invisible-waiting");
      proxy.restore();
      page.locator("#reconnect").click();

      friend.next(Socket.message("presence-timeout", ann));
      assertThat(page.locator("#seen-as")).containsText(HIDDEN);
      assertThat(page.locator("#queued")).isHidden();
      assertThat(page.locator("#queued-choice")).isHidden();
      invisible(page).uncheck();
      friend.next(title(ann, "Secret"));
      assertEquals(List.of("Before", "Secret"), titles(friend, ann));
    }
  }

  @Test
  void pageSaysThatAServerWithVersionOneOnlyCannotMakeUsersInvisible() throws Exception {
    UserId ann = user("ann");
    UserId ben = friend("ben", ann);
    BrowserContext browser = windows.browser(new Browser.NewContextOptions());
    browser.addInitScript("(" + ClientVersionsIT.REFUSES_VERSION_2 + ")()");
    try (Socket friend = connect(ben, nodeB)) {
      Page page = signIn(browser.newPage(), nodeA, ann);
      invisible(page).check();

      assertThat(page.getByRole(AriaRole.ALERT)).containsText("cannot make you invisible");
      share(page, "example.org/secret", "Secret");
      assertThat(page.locator("#queued")).containsText("Secret");
      invisible(page).uncheck();
      friend.next(title(ann, "Secret"));
      assertThat(page.locator("#queued-choice")).isHidden();
    }
  }

  private static Locator invisible(Page page) {
    return page.getByRole(
        AriaRole.SWITCH, new Page.GetByRoleOptions().setName("Appear offline to friends"));
  }
}
