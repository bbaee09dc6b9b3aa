package io.pagenow.presence.it.browser.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.pagenow.presence.it.client.Socket.message;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import io.pagenow.presence.it.client.Socket;
import io.pagenow.presence.model.UserId;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the live page takes from the account: sharing rules, profile images, other tabs. */
class LivePageAccountIT extends LivePage {

  private static final byte[] PIXEL =
      Base64.getDecoder()
          .decode(
              "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

  @Test
  void rulesOfTheAccountAreShownBeforeTheyHideAPage() throws Exception {
    UserId ann = user("ann");
    people.shareOnly(ann, "github.com", "*.example.org");
    Page page = signIn(windows.open(), nodeA, ann);
    assertThat(page.locator("#rules"))
        .hasText("Your account shares only pages of: github.com, *.example.org");

    page.getByLabel("Page address").fill("https://bank.example.com/");
    assertThat(page.locator("#address-note")).containsText("The rules of your account hide this");
    assertThat(page.locator("#preview")).isHidden();
    page.getByLabel("Page address").fill(PAGE);
    assertThat(page.locator("#preview")).isVisible();

    people.shareAllBut(ann, "github.com");
    page.reload();
    assertThat(page.locator("#rules"))
        .hasText("Your account shares all pages but those of: github.com");
    people.shareAllBut(ann);
    page.reload();
    assertThat(page.locator("#connection-text")).hasText("Live");
    assertThat(page.locator("#rules")).isHidden();
  }

  @Test
  void profileImagesComeFromTheAddressOfTheSetting() throws Exception {
    UserId ann = user("ann");
    UserId ben = friend("ben", ann, "Bob", "Okafor");
    UserId cat = friend("cat", ann, "Cat", "Lee");
    people.sql(
        "UPDATE user_table SET profile_image_extension = 'png' WHERE user_id = '" + ben + "'");
    people.sql(
        "UPDATE user_table SET profile_image_extension = 'png' WHERE user_id = '" + cat + "'");
    Page page = windows.open();
    List<String> asked = new ArrayList<>();
    page.route(
        "https://images.test/**",
        route -> {
          asked.add(route.request().url());
          if (route.request().url().contains(ben.value())) {
            route.fulfill(
                new Route.FulfillOptions().setContentType("image/png").setBodyBytes(PIXEL));
          } else {
            route.fulfill(new Route.FulfillOptions().setStatus(404));
          }
        });
    signIn(page, nodeA, ann);

    Locator image = person(page, ben).locator("img");
    assertThat(image).hasAttribute("src", "https://images.test/" + ben + ".png");
    page.waitForFunction(
        "id => document.querySelector(`#friends [data-user='${id}'] img`)?.naturalWidth === 1",
        ben.value());
    // Without an image the initials stay.
    assertThat(person(page, cat).locator("img")).hasCount(0);
    assertThat(person(page, cat)).containsText("CL");
    assertEquals(2, asked.stream().distinct().count(), asked::toString);
  }

  @Test
  void tabsOfAUserShareAConnection() throws Exception {
    UserId ann = user("ann");
    UserId ben = friend("ben", ann);
    BrowserContext browser = windows.browser(new Browser.NewContextOptions());
    List<Page> sockets = new ArrayList<>();
    browser.onPage(page -> page.onWebSocket(socket -> sockets.add(page)));
    try (Socket friend = connect(ben, nodeB)) {
      Page first = signIn(windows.watched(browser.newPage()), nodeA, ann);
      Page second = signIn(windows.watched(browser.newPage()), nodeA, ann);
      assertThat(second.locator("#connection-text")).hasText("Live");
      assertEquals(List.of(first), sockets);

      share(second, PAGE, TITLE);
      friend.next(title(ann, TITLE));
      assertThat(first.locator("#you")).containsText(TITLE);
      first.close();
      second.waitForCondition(() -> sockets.size() == 2);
      assertThat(second.locator("#connection-text")).hasText("Live");
      share(second, "https://example.org/", "After");
      friend.next(title(ann, "After"));
      assertEquals(0, friend.received().stream().filter(message("presence-timeout", ann)).count());
    }
    assertEquals(List.of(), windows.errors());
  }
}
