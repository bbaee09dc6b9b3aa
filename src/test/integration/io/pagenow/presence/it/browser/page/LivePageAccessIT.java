package io.pagenow.presence.it.browser.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.pagenow.presence.it.browser.Chromium;
import io.pagenow.presence.it.client.Socket;
import io.pagenow.presence.model.UserId;
import org.junit.jupiter.api.Test;

/** Accessibility of the live page: by keyboard, on a phone, in Korean, in dark mode. */
class LivePageAccessIT extends LivePage {

  @Test
  void everythingWorksByKeyboard() throws Exception {
    UserId ann = user("ann");
    UserId ben = friend("ben", ann);
    UserId cat = friend("cat", ann);
    Page page = windows.open();
    page.navigate(nodeA.toString());
    assertThat(page.locator("#demo")).isHidden();
    assertThat(page.locator("#hosted")).isVisible();
    press(page, "Tab", "Tab", "Tab", "Tab");
    assertThat(page.getByLabel("ID token")).isFocused();
    page.keyboard().insertText("not a token");
    press(page, "Enter");
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("This is not an ID token");
    assertThat(page.getByLabel("ID token")).isFocused();
    page.keyboard().insertText(token(ann));
    press(page, "Enter");
    assertThat(page.locator("#connection-text")).hasText("Live");
    assertThat(page.locator("#you-heading")).isFocused();

    press(page, "Tab");
    assertThat(page.getByLabel("Appear offline")).isFocused();
    press(page, "Tab");
    page.keyboard().insertText(PAGE);
    press(page, "Tab");
    page.keyboard().insertText(TITLE);
    press(page, "Enter");
    assertThat(page.locator("#you").getByRole(AriaRole.LINK)).hasText(TITLE);
    press(page, "Tab", "Tab");
    assertThat(page.locator("#hide")).isFocused();
    press(page, "Space");
    assertThat(page.locator("#you")).containsText("Activity hidden");

    try (Socket socket = connect(cat, nodeA);
        Socket first = connect(ben, nodeA)) {
      socket.update(PAGE, TITLE);
      assertThat(person(page, cat).getByRole(AriaRole.LINK)).isVisible();
      press(page, "Tab");
      assertThat(person(page, cat).getByRole(AriaRole.LINK)).isFocused();
      // Another friend appears above, and the text of the focused link changes.
      first.update("https://example.com/", "Above");
      assertThat(page.locator("#friends li").first()).containsText("Above");
      socket.update(PAGE + "/pulls", "Pull requests");
      assertThat(person(page, cat).getByRole(AriaRole.LINK)).hasText("Pull requests");
      assertThat(person(page, cat).getByRole(AriaRole.LINK)).isFocused();
    }
  }

  @Test
  void phoneShowsItInKoreanAndInTheDarkWithoutScrollingSideways() throws Exception {
    UserId ann = named("ann", "민준", "김");
    UserId ben = friend("ben", ann, "Bob", "Okafor");
    Page page = windows.openDarkPhone();
    signIn(page, nodeA, ann);
    try (Socket socket = connect(ben, nodeA)) {
      socket.update(
          "https://example.com/" + "long".repeat(200), "Averylongtitlewithoutanyspace".repeat(12));
      assertThat(person(page, ben)).containsText("온라인");
      assertThat(page.locator("#you")).containsText("김민준");
      assertEquals("ko", page.locator("html").getAttribute("lang"));
      Chromium.screenshot(page, "phone");
      assertEquals(360, page.evaluate("() => document.documentElement.scrollWidth"));
    }
    page.getByText("English").tap();
    assertThat(person(page, ben)).containsText("Active just now");
    page.reload();
    assertThat(page.locator("#sign-out")).hasText("Sign out");
    assertEquals(360, page.evaluate("() => document.documentElement.scrollWidth"));
  }

  private static void press(Page page, String... keys) {
    for (String key : keys) {
      page.keyboard().press(key);
    }
  }
}
