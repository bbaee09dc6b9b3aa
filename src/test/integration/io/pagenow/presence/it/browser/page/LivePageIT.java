package io.pagenow.presence.it.browser.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.pagenow.presence.it.TestEnvironment;
import io.pagenow.presence.it.browser.Chromium;
import io.pagenow.presence.it.client.Http;
import io.pagenow.presence.it.client.Socket;
import io.pagenow.presence.model.UserId;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Content of the live page, and actions that it does not allow. */
class LivePageIT extends LivePage {

  @Test
  void twoWindowsShowTwoUsersAndWhatEachSharesHidesAndLeaves() throws Exception {
    UserId ann = named("ann", "Alice", "Moreau");
    UserId ben = friend("ben", ann, "Bob", "Okafor");
    UserId cat = friend("cat", ann, "Carol", "Lindqvist");
    UserId min = friend("min", ann, "민준", "김");
    wasActive(min, Duration.ofMinutes(12));
    // Two tabs of one browser.
    BrowserContext context =
        windows.browser(new Browser.NewContextOptions().setViewportSize(1_100, 700));
    Page one = signIn(windows.watched(context.newPage()), nodeA, ann);
    Page other = signIn(windows.watched(context.newPage()), nodeB, ben);
    Locator annThere = person(other, ann);
    assertThat(annThere).containsText("Offline");
    assertThat(one.locator("#seen-as")).containsText("offline until you share");

    share(one, PAGE, TITLE);
    share(other, "docs.example.co.kr/guide", "안내서");

    assertThat(annThere).containsText("Online");
    assertThat(annThere.getByRole(AriaRole.LINK)).hasText(TITLE);
    assertThat(annThere.getByRole(AriaRole.LINK)).hasAttribute("href", PAGE);
    assertThat(annThere.getByRole(AriaRole.LINK)).hasAttribute("rel", "noopener noreferrer");
    assertThat(annThere.locator(".domain")).hasText("github.com");
    assertThat(other.locator("#news")).containsText("Alice Moreau is on " + TITLE);
    assertThat(person(one, ben).getByRole(AriaRole.LINK)).hasText("안내서");
    assertThat(person(one, ben).getByRole(AriaRole.LINK))
        .hasAttribute("href", "https://docs.example.co.kr/guide");
    assertThat(one.locator("#you")).containsText(TITLE);

    try (Socket socket = connect(cat, nodeA)) {
      socket.update("https://www.bbc.co.uk/news/science", "Science & Environment").update("", "");
      Locator carol = person(one, cat);
      assertThat(carol).containsText("Activity hidden");
      assertThat(carol.locator(".note")).hasText("Last shared: Science & Environment bbc.co.uk");
      assertThat(one.locator("#count")).hasText("2 online");
      assertThat(person(one, min)).containsText("Active 12 minutes ago");
      Chromium.screenshot(one, "live-page");
    }
    assertThat(person(one, cat)).containsText("Active just now");

    one.getByText("Hide activity").click();
    assertThat(annThere).containsText("Activity hidden");
    assertThat(annThere.locator(".note")).containsText("Last shared: " + TITLE);

    one.locator("#sign-out").click();
    assertThat(annThere).containsText("Offline");
    assertThat(one.locator("#sign-in")).isVisible();
    assertThat(other.locator("#live")).isVisible();

    signIn(one, nodeA, cat);
    assertThat(one.locator("#you")).containsText("Carol Lindqvist");
    assertThat(person(one, ann)).isVisible();
    assertThat(person(one, ben)).hasCount(0);

    wasActive(ann, Duration.ofMinutes(150));
    other.reload();
    assertThat(annThere).containsText("Active 2 hours ago");
    assertThat(other.locator("#you")).containsText("안내서");
    assertEquals(List.of(), windows.errors());
  }

  @Test
  void whatFriendsSendIsTextAndNeverAScript() throws Exception {
    UserId ann = user("ann");
    String attack = "<img src=x onerror=\"window.owned=1\"><script>window.owned=1</script>";
    UserId ben = friend("ben", ann, attack.replace("'", "''"), "Test");
    Page page = signIn(windows.open(), nodeA, ann);
    Locator row = person(page, ben);
    assertThat(row.locator("bdi")).hasText(attack + " Test");
    try (Socket socket = connect(ben, nodeA)) {
      for (String url :
          List.of(
              "javascript:window.owned=1",
              " JaVaScRiPt:window.owned=1",
              "java&Tab;script:window.owned=1",
              "data:text/html,<script>window.owned=1</script>",
              "file:///etc/passwd",
              "not a url")) {
        socket.update(url, attack + url);
        assertThat(row.locator(".title")).hasText(attack + url);
        assertThat(row.getByRole(AriaRole.LINK)).hasCount(0);
      }
      socket.update("https://example.com/\"><script>window.owned=1</script>", "");
      assertThat(row.getByRole(AriaRole.LINK))
          .hasAttribute(
              "href", "https://example.com/%22%3E%3Cscript%3Ewindow.owned=1%3C/script%3E");
    }
    page.evaluate(
        "() => { const s = document.createElement('script'); s.textContent = 'window.owned = 1';"
            + " document.head.append(s); }");
    page.evaluate(
        "() => document.body.insertAdjacentHTML('beforeend', '"
            + "<img src=x onerror=\"window.owned=1\">')");
    assertEquals("undefined", page.evaluate("() => typeof window.owned"));
    assertEquals(0, page.locator("#friends img, #friends script, #news img").count());
    assertTrue(
        windows.errors().stream().anyMatch(error -> error.contains("Content Security Policy")),
        "the policy stopped the script: " + windows.errors());
  }

  @Test
  void pageAllowsBrowsersNothingButItself() throws Exception {
    for (String path :
        List.of("", "index.html", "live/app.js", "presence-client.js", "live/none")) {
      Http.Answer answer = Http.get(nodeA, path).send();

      assertEquals(path.equals("live/none") ? 404 : 200, answer.status(), path);
      assertEquals(
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'"
              + " https://images.test;"
              + " manifest-src 'self'; connect-src 'self' "
              + TestEnvironment.issuer().issuer()
              + "; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
          answer.header("Content-Security-Policy"));
      assertEquals("nosniff", answer.header("X-Content-Type-Options"));
      assertEquals("no-referrer", answer.header("Referrer-Policy"));
    }
    assertTrue(Http.get(nodeA, "live/app.js").send().header("Content-Type").contains("javascript"));
    assertEquals(
        "text/plain",
        Http.get(nodeA, "presence-client.d.ts").send().header("Content-Type").split(";", -1)[0]);
  }
}
