package io.pagenow.presence.it.browser.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.pagenow.presence.it.browser.Chromium;
import io.pagenow.presence.it.client.Socket;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.testing.CuttableProxy;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a user shares on the live page, and what the page says about it. */
class LivePageShareIT extends LivePage {

  @Test
  void addressIsExplainedWhileItIsTypedAndShownAsFriendsWillSeeIt() throws Exception {
    UserId ann = user("ann");
    UserId ben = friend("ben", ann);
    Page page = signIn(windows.open(), nodeA, ann);
    Locator address = page.getByLabel("Page address");
    Locator note = page.locator("#address-note");
    Locator preview = page.locator("#preview");
    assertThat(preview).isHidden();
    assertThat(page.locator("#you")).containsText("Not shared yet");

    address.fill("not a url");
    assertThat(note).hasText("An address contains no spaces.");
    assertThat(preview).isHidden();
    page.getByText("Share page").click();
    assertThat(address).isFocused();
    assertThat(address).hasAttribute("aria-invalid", "true");

    try (Socket friend = connect(ben, nodeB)) {
      address.fill("https://ann:secret@www.example.com/x?y=1");
      assertThat(note).containsText("the password are removed. Your friends also see");
      page.getByLabel("Title").fill("A page");
      assertThat(preview).containsText("A page");
      assertThat(preview.locator("a")).hasAttribute("href", "https://www.example.com/x?y=1");
      Chromium.screenshot(page, "preview");
      page.getByText("Share page").click();

      assertEquals(
          "https://www.example.com/x?y=1", friend.next(title(ann, "A page")).getString("url"));
      assertThat(page.locator("#seen-as")).hasText("Your friends see the page.");
      share(page, "localhost:3000/x", "Local");
      assertEquals("http://localhost:3000/x", friend.next(title(ann, "Local")).getString("url"));
    }
  }

  @Test
  void updateWaitsVisiblyWithoutAConnection() throws Exception {
    UserId ann = user("ann");
    UserId ben = friend("ben", ann);
    try (CuttableProxy proxy = CuttableProxy.to(nodeA.getPort());
        Socket friend = connect(ben, nodeB)) {
      friend.update(PAGE, TITLE);
      URI behind = URI.create("http://127.0.0.1:" + proxy.port() + "/presence-api/");
      Page page = signIn(windows.open(), behind, ann);
      share(page, PAGE, "Before");
      assertThat(page.locator("#seen-as")).hasText("Your friends see the page.");
      assertThat(person(page, ben)).containsText(TITLE);

      proxy.cut();
      assertThat(page.locator("#seen-as")).containsText("You are not connected");
      assertThat(page.locator("#friends")).hasClass("outdated");
      share(page, "example.org/x", "Meanwhile");
      assertThat(page.locator("#queued")).hasText("Waiting to be sent: Meanwhile");
      assertThat(page.locator("#countdown")).containsText("As of");
      Chromium.screenshot(page, "waiting");
      page.locator("#reconnect").click();
      assertThat(page.locator("#connection-text")).containsText("The server does not answer");
      proxy.restore();
      page.locator("#reconnect").click();

      friend.next(title(ann, "Meanwhile"));
      assertThat(page.locator("#queued")).isHidden();
      assertThat(page.locator("#seen-as")).hasText("Your friends see the page.");
    }
  }

  @Test
  void pauseHidesThePageForAnHour() throws Exception {
    UserId ann = user("ann");
    UserId ben = friend("ben", ann);
    Page page = windows.open();
    page.clock().install();
    signIn(page, nodeA, ann);
    try (Socket friend = connect(ben, nodeB)) {
      share(page, PAGE, "One");
      friend.next(title(ann, "One"));
      page.getByText("Pause for an hour").click();
      friend.next(title(ann, ""));
      assertThat(page.locator("#paused")).containsText("Sharing is paused until");

      page.clock().fastForward(Duration.ofMinutes(61).toMillis());
      await(friend, ann, List.of("One", "", "One"));
      assertThat(page.locator("#paused")).isHidden();
    }
  }

  private static void await(Socket friend, UserId user, List<String> titles) {
    org.awaitility.Awaitility.await()
        .untilAsserted(() -> assertEquals(titles, titles(friend, user)));
  }
}
