package io.pagenow.presence;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.pagenow.presence.testing.Socket.message;
import static io.pagenow.presence.testing.TestEnvironment.NODE_A;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.WebSocketRoute;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.pagenow.presence.fanout.Disconnect;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.testing.Chromium;
import io.pagenow.presence.testing.CuttableProxy;
import io.pagenow.presence.testing.Http;
import io.pagenow.presence.testing.Socket;
import io.pagenow.presence.testing.TestEnvironment;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The live page, in a real browser. */
class LivePageIT extends DeployedApplication {

  private static final String PAGE = "https://www.github.com/wildfly/wildfly";
  private static final String TITLE = "wildfly/wildfly: WildFly Application Server";

  private static @Nullable Chromium chromium;
  private static @Nullable Browser launched;

  private Browser browser;

  private final List<String> errors = new ArrayList<>();

  /** Once, but in front of each test: so that each is counted where all are skipped. */
  @BeforeEach
  void launch() {
    if (launched == null) {
      chromium = Chromium.find();
      launched = chromium.launch();
    }
    browser = launched;
  }

  @AfterAll
  static void end() {
    if (chromium != null) {
      chromium.close();
    }
  }

  @AfterEach
  void closeWindows() {
    if (browser != null) {
      List.copyOf(browser.contexts()).forEach(BrowserContext::close);
    }
  }

  @Test
  void twoWindowsShowTwoUsersAndWhatEachSharesHidesAndLeaves() throws Exception {
    UserId ann = named("ann", "Alice", "Moreau");
    UserId ben = friend("ben", ann, "Bob", "Okafor");
    UserId cat = friend("cat", ann, "Carol", "Lindqvist");
    UserId min = friend("min", ann, "민준", "김");
    wasActive(min, 12);
    // Two tabs of one browser.
    BrowserContext context =
        browser.newContext(new Browser.NewContextOptions().setViewportSize(1_100, 700));
    Page one = signIn(watched(context.newPage()), nodeA, ann);
    Page other = signIn(watched(context.newPage()), nodeB, ben);
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

    wasActive(ann, 150);
    other.reload();
    assertThat(annThere).containsText("Active 2 hours ago");
    assertThat(other.locator("#you")).containsText("안내서");
    assertEquals(List.of(), errors);
  }

  @Test
  void brokenConnectionIsVisibleAndComesBackWithWhatWasSaid() throws Exception {
    UserId ann = user("ann");
    UserId ben = friend("ben", ann);
    try (CuttableProxy proxy = CuttableProxy.to(TestEnvironment.application(NODE_A).getPort());
        Socket friend = connect(ben, nodeB)) {
      URI behind = URI.create("http://127.0.0.1:" + proxy.port() + "/presence-api/");
      Page page = signIn(window(), behind, ann);
      share(page, PAGE, TITLE);
      friend.next(message("update-presence", ann));

      proxy.cut();
      assertThat(page.locator("#connection-text")).containsText("Connection lost");
      assertThat(page.locator("#countdown")).containsText("As of");
      assertThat(page.locator("#reconnect")).isVisible();
      Chromium.screenshot(page, "reconnecting");
      friend.next(message("presence-timeout", ann));
      share(page, "https://example.org/", "Said meanwhile");
      proxy.restore();
      page.locator("#reconnect").click();

      assertThat(page.locator("#connection-text")).hasText("Live");
      friend.next(
          message("update-presence", ann)
              .and(json -> json.getString("title").equals("Said meanwhile")));
    }
  }

  @Test
  void closeCodeOfTheServerSaysWhetherThePageComesBack() throws Exception {
    UserId ann = user("ann");
    List<WebSocketRoute> sockets = new ArrayList<>();
    Page page = window();
    page.routeWebSocket(
        Pattern.compile("/presence-api/ws\\?"),
        socket -> {
          sockets.add(socket);
          socket.connectToServer();
        });
    signIn(page, nodeA, ann);

    for (Disconnect reason :
        List.of(Disconnect.SERVICE_RESTART, Disconnect.IDLE, Disconnect.UNRESPONSIVE)) {
      int before = sockets.size();
      close(sockets.get(before - 1), reason);
      page.waitForCondition(() -> sockets.size() > before);
      assertThat(page.locator("#connection-text")).hasText("Live");
    }
    int before = sockets.size();
    close(sockets.get(before - 1), Disconnect.TOO_MANY_CONNECTIONS);
    assertThat(page.locator("#connection-text")).containsText("too many windows");
    page.locator("#reconnect").click();
    assertThat(page.locator("#connection-text")).hasText("Live");
    assertEquals(before + 1, sockets.size());
  }

  @Test
  void whatFriendsSendIsTextAndNeverAScript() throws Exception {
    UserId ann = user("ann");
    String attack = "<img src=x onerror=\"window.owned=1\"><script>window.owned=1</script>";
    UserId ben = friend("ben", ann, attack.replace("'", "''"), "Test");
    Page page = signIn(window(), nodeA, ann);
    Locator row = person(page, ben);
    assertThat(row.locator("bdi")).hasText(attack + " Test");
    try (Socket socket = connect(ben, nodeA)) {
      for (String url :
          List.of(
              "javascript:window.owned=1",
              " JaVaScRiPt:window.owned=1",
              "java\tscript:window.owned=1",
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
        errors.stream().anyMatch(error -> error.contains("Content Security Policy")),
        "the policy stopped the script: " + errors);
  }

  @Test
  void everythingWorksByKeyboard() throws Exception {
    UserId ann = user("ann");
    UserId ben = friend("ben", ann);
    UserId cat = friend("cat", ann);
    Page page = window();
    page.navigate(nodeA.toString());
    assertThat(page.locator("#demo")).isHidden();
    press(page, "Tab", "Tab", "Tab");
    assertThat(page.getByLabel("ID token")).isFocused();
    page.keyboard().insertText("not a token");
    press(page, "Enter");
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("does not accept this token");
    press(page, "Tab");
    page.keyboard().insertText(token(ann));
    press(page, "Enter");
    assertThat(page.locator("#connection-text")).hasText("Live");
    assertThat(page.locator("#you-heading")).isFocused();

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
      // Somebody moves in above, and the text below the focus changes.
      first.update("https://example.com/", "Above");
      assertThat(page.locator("#friends > li").first()).containsText("Above");
      socket.update(PAGE + "/pulls", "Pull requests");
      assertThat(person(page, cat).getByRole(AriaRole.LINK)).hasText("Pull requests");
      assertThat(person(page, cat).getByRole(AriaRole.LINK)).isFocused();
    }
  }

  @Test
  void phoneShowsItInKoreanAndInTheDarkWithoutScrollingSideways() throws Exception {
    UserId ann = named("ann", "민준", "김");
    UserId ben = friend("ben", ann, "Bob", "Okafor");
    Page page =
        watched(
            browser
                .newContext(
                    new Browser.NewContextOptions()
                        .setViewportSize(360, 740)
                        .setLocale("ko-KR")
                        .setHasTouch(true)
                        .setIsMobile(true)
                        .setColorScheme(ColorScheme.DARK))
                .newPage());
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

  @Test
  void pageAllowsBrowsersNothingButItself() throws Exception {
    for (String path :
        List.of("", "index.html", "live/app.js", "presence-client.js", "live/none")) {
      Http.Answer answer = Http.get(nodeA, path).send();

      assertEquals(path.equals("live/none") ? 404 : 200, answer.status(), path);
      assertEquals(
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
              + " connect-src 'self' "
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

  private Page window() {
    return watched(browser.newContext().newPage());
  }

  /** Notes what the browser complains about. */
  private Page watched(Page page) {
    page.onPageError(errors::add);
    page.onConsoleMessage(
        line -> {
          if (line.type().equals("error")) {
            errors.add(line.text());
          }
        });
    return page;
  }

  private Page signIn(Page page, URI node, UserId user) {
    page.navigate(node + "#issuer=" + TestEnvironment.issuer().issuer() + "&users=" + user);
    page.locator("#demo-users button").click();
    assertThat(page.locator("#connection")).hasAttribute("data-state", "open");
    return page;
  }

  private static Locator person(Page page, UserId user) {
    return page.locator("#friends > [data-user='" + user + "']");
  }

  private static void share(Page page, String url, String title) {
    page.getByLabel("Page address").fill(url);
    page.getByLabel("Title").fill(title);
    page.getByText("Share page").click();
  }

  private static void press(Page page, String... keys) {
    for (String key : keys) {
      page.keyboard().press(key);
    }
  }

  private static void close(WebSocketRoute socket, Disconnect reason) {
    socket.close(
        new WebSocketRoute.CloseOptions().setCode(reason.code()).setReason(reason.reason()));
  }

  private void wasActive(UserId user, int minutesAgo) {
    double then = System.currentTimeMillis() - minutesAgo * 60_000L;
    redis.zadd("presence:last_active", then, user.value());
  }

  private UserId named(String id, String firstName, String lastName) throws Exception {
    return name(user(id), firstName, lastName);
  }

  private UserId friend(String id, UserId of, String firstName, String lastName) throws Exception {
    return name(friend(id, of), firstName, lastName);
  }

  private UserId name(UserId user, String firstName, String lastName) throws Exception {
    people.sql(
        "UPDATE user_table SET first_name = '%s', last_name = '%s' WHERE user_id = '%s'"
            .formatted(firstName, lastName, user));
    return user;
  }
}
