package io.pagenow.presence.it.browser.page;

import static io.pagenow.presence.it.client.Socket.message;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import io.pagenow.presence.it.AnnAndBen;
import io.pagenow.presence.it.client.Socket;
import io.pagenow.presence.model.UserId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The client library in several tabs that share one connection. */
class ClientTabsIT extends LivePage {

  @RegisterExtension final AnnAndBen pair = new AnnAndBen(this);

  private static final int TABS = 8;

  /** The tab that opened each socket, in order. */
  private final List<Page> sockets = new ArrayList<>();

  @Test
  void eightTabsShareOneSocketAndShowTheSame() throws Exception {
    UserId ann = pair.ann();
    UserId ben = pair.ben();
    Socket friend = pair.socketOfBen();
    List<Page> tabs = open(ann);

    tabs.get(5).evaluate("page => client.update(page)", Map.of("url", PAGE, "title", "Five"));
    friend.next(title(ann, "Five"));
    friend.update(PAGE, "From Ben");

    for (Page tab : tabs) {
      tab.waitForFunction(
          "id => client.self.page?.title === 'Five' && client.queued === null"
              + " && client.friend(id).page?.title === 'From Ben'",
          ben.value());
    }
    assertEquals(1, connectionsOf(ann).size());
    assertEquals(1, sockets.size());
  }

  @Test
  void anotherTabTakesOverWithinASecondWhenTheTabWithTheSocketCloses() throws Exception {
    UserId ann = pair.ann();
    Socket friend = pair.socketOfBen();
    List<Page> tabs = open(ann);
    share(tabs.get(2), friend, ann, "Before");
    Page leader = sockets.get(0);
    Page other = tabs.get(TABS - 1);
    other.evaluate(
        "() => { window.gap = new Promise((resolve) => {"
            + " const start = {};"
            + " client.on('lost', () => { start.at = performance.now(); });"
            + " client.on('state', ({ name }) =>"
            + "   name === 'open' && resolve(performance.now() - start.at)); }); }");

    leader.close();

    double gap = ((Number) other.evaluate("() => gap")).doubleValue();
    assertTrue(gap < 1_000, () -> gap + " ms");
    assertEquals(2, sockets.size());
    share(other, friend, ann, "After");
    await().until(() -> connectionsOf(ann).size() == 1);
    assertSeenOnline(friend, ann);
  }

  @Test
  void friendsSeeNothingWhenTheTabWithTheSocketLeaves() throws Exception {
    UserId ann = pair.ann();
    Socket friend = pair.socketOfBen();
    List<Page> tabs = open(ann);
    share(tabs.get(2), friend, ann, "Before");
    Page leader = sockets.get(0);

    leader.evaluate("() => client.disconnect()");
    leader.waitForCondition(() -> sockets.size() == 2);
    await().atMost(Duration.ofSeconds(10)).until(() -> connectionsOf(ann).size() == 1);

    assertEquals("closed", leader.evaluate("() => client.state.name"));
    share(sockets.get(1), friend, ann, "After");
    assertSeenOnline(friend, ann);
  }

  @Test
  void updateOfATabIsNotLostWhenTheTabWithTheSocketCloses() throws Exception {
    UserId ann = pair.ann();
    Socket friend = pair.socketOfBen();
    List<Page> tabs = open(ann);
    Page leader = sockets.get(0);
    Page other = tabs.get(TABS - 1);

    leader.close();
    other.evaluate("page => client.update(page)", Map.of("url", PAGE, "title", "Meanwhile"));

    friend.next(title(ann, "Meanwhile"));
    other.waitForFunction("() => client.queued === null");
  }

  @Test
  void usersInTabsOfOneBrowserDoNotShareAConnection() throws Exception {
    UserId ann = pair.ann();
    UserId ben = pair.ben();
    BrowserContext browser = windows.browser(new Browser.NewContextOptions());

    Page first = tab(browser, ann);
    Page second = tab(browser, ben);

    assertEquals(ann.value(), first.evaluate("() => client.self.userId"));
    assertEquals(ben.value(), second.evaluate("() => client.self.userId"));
  }

  @Test
  void tabWhoseTokenIsRefusedLeavesTheConnectionToAnother() throws Exception {
    UserId ann = pair.ann();
    BrowserContext browser = windows.browser(new Browser.NewContextOptions());
    Page refused = open(browser, ann, "a.b.c");
    refused.waitForFunction("() => client.state.name === 'ended'");

    Page other = tab(browser, ann);
    assertEquals("token", refused.evaluate("() => client.state.reason"));
    other.evaluate("page => client.update(page)", Map.of("url", PAGE, "title", "Other"));
    other.waitForFunction("() => client.self.page?.title === 'Other'");
    assertEquals("ended", refused.evaluate("() => client.state.name"));
  }

  @Test
  void withoutWebLocksEachTabHasItsOwnSocket() throws Exception {
    UserId ann = pair.ann();
    BrowserContext browser = windows.browser(new Browser.NewContextOptions());
    browser.addInitScript("Object.defineProperty(navigator, 'locks', { value: undefined })");

    tab(browser, ann);
    tab(browser, ann);

    assertEquals(2, sockets.size());
  }

  private static void assertSeenOnline(Socket friend, UserId user) {
    assertEquals(0, friend.received().stream().filter(message("presence-timeout", user)).count());
  }

  private static void share(Page tab, Socket friend, UserId user, String title) throws Exception {
    tab.evaluate("page => client.update(page)", Map.of("url", PAGE, "title", title));
    friend.next(title(user, title));
    tab.waitForFunction("() => client.queued === null");
  }

  private List<Page> open(UserId user) {
    BrowserContext browser = windows.browser(new Browser.NewContextOptions());
    List<Page> tabs = new ArrayList<>();
    for (int i = 0; i < TABS; i++) {
      tabs.add(tab(browser, user));
    }
    return tabs;
  }

  private Page tab(BrowserContext browser, UserId user) {
    Page page = open(browser, user, token(user));
    page.waitForFunction("() => client.state.name === 'open' && client.self");
    return page;
  }

  private Page open(BrowserContext browser, UserId user, String token) {
    Page page = windows.watched(browser.newPage());
    page.onWebSocket(socket -> sockets.add(page));
    // A page without scripts of its own.
    page.navigate(nodeA.resolve("live/icon.svg").toString());
    page.evaluate(
        "async ({ token, user, server }) => {"
            + " const { PresenceClient } = await import(server + 'presence-client.js');"
            + " const { oneConnection } = await import(server + 'client/tabs.js');"
            + " window.client = new PresenceClient({"
            + "   token: () => token, tabs: oneConnection(() => user) });"
            + " client.connect(); }",
        Map.of("token", token, "user", user.value(), "server", nodeA.toString()));
    return page;
  }
}
