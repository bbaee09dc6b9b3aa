package io.pagenow.presence.it.browser.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.pagenow.presence.it.TestEnvironment;
import io.pagenow.presence.it.browser.Chromium;
import io.pagenow.presence.it.client.Socket;
import io.pagenow.presence.model.UserId;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The layout of the live page in each size, colour scheme and language. */
class LivePageLayoutIT extends LivePage {

  /** The texts that stand in a button or a label must fit into it. */
  private static final String CUT_OFF =
      "() => [...document.querySelectorAll("
          + "'button, label > span:not(.unseen), h2, .hint, #connection-text')]"
          + ".filter((it) => it.checkVisibility() && it.clientWidth > 0"
          + "   && it.scrollWidth > it.clientWidth + 1)"
          + ".map((it) => it.id || it.textContent)";

  @ParameterizedTest
  @CsvSource({
    "320, LIGHT, en", "320, DARK, en", "320, LIGHT, ko", "320, DARK, ko",
    "768, LIGHT, en", "768, DARK, en", "768, LIGHT, ko", "768, DARK, ko",
    "1280, LIGHT, en", "1280, DARK, en", "1280, LIGHT, ko", "1280, DARK, ko"
  })
  void everythingFits(int width, ColorScheme scheme, String language) throws Exception {
    UserId ann = named("ann", "Alice", "Moreau");
    UserId ben = friend("ben", ann, "Bob", "Okafor-Featherstonehaugh");
    UserId cat = friend("cat", ann, "Carol", "Lindqvist");
    UserId min = friend("min", ann, "민준", "김");
    for (String name : List.of("Dana", "Eve", "Femi", "Gül")) {
      wasActive(friend("more", ann, name, "Sharma"), Duration.ofHours(name.length()));
    }
    wasActive(min, Duration.ofMinutes(12));
    people.shareOnly(ann, "github.com", "example.org", "example.co.kr");
    Page page =
        windows.watched(
            windows
                .browser(
                    new Browser.NewContextOptions()
                        .setViewportSize(width, 900)
                        .setLocale(language)
                        .setColorScheme(scheme))
                .newPage());
    String name =
        "layout-%d-%s-%s".formatted(width, scheme.toString().toLowerCase(Locale.ROOT), language);
    page.navigate(
        nodeA + "#issuer=" + TestEnvironment.issuer().issuer() + "&users=alice,bob,carol,dana");
    assertThat(page.locator("#hosted")).isVisible();
    assertFits(page, width);
    Chromium.screenshot(page, name + "-sign-in");

    signIn(page, nodeA, ann);
    try (Socket first = connect(ben, nodeA);
        Socket second = connect(cat, nodeA)) {
      first.update("https://docs.example.co.kr/" + "long".repeat(80), "안내서 " + "길다".repeat(40));
      second.update("https://www.bbc.co.uk/news/science", "Science & Environment").update("", "");
      page.locator("[name=url]").fill(PAGE);
      page.locator("[name=title]").fill(TITLE);
      page.locator("#share-form [type=submit]").click();
      Locator carol = person(page, cat).locator(".note");
      assertThat(carol).containsText("bbc.co.uk");
      assertThat(page.locator("#you")).containsText(TITLE);
      assertThat(page.locator("#rules")).containsText("github.com");
      page.locator("[name=url]").fill("https://bank.example.com/accounts?id=1");
      assertFits(page, width);
      Chromium.screenshot(page, name);
    }
    assertEquals(List.of(), windows.errors());
  }

  private static void assertFits(Page page, int width) {
    assertEquals(
        Map.of("width", width, "cutOff", List.of()),
        page.evaluate(
            "() => ({ width: document.documentElement.scrollWidth, cutOff: ("
                + CUT_OFF
                + ")() })"));
  }
}
