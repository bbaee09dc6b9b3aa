package io.pagenow.presence.it.browser.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.pagenow.presence.delivery.Disconnect;
import io.pagenow.presence.it.TestEnvironment;
import io.pagenow.presence.it.browser.Chromium;
import io.pagenow.presence.it.client.Socket;
import io.pagenow.presence.model.UserId;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page for operators, in a real browser. */
class OperatorPageIT extends LivePage {

  @Test
  void anOperatorSeesTheNodesExplainsAUserAndDisconnectsAConnection() throws Exception {
    UserId operator = user("operator");
    UserId ann = user("ann");
    Page page =
        windows.watched(
            windows.browser(new Browser.NewContextOptions().setViewportSize(1_100, 800)).newPage());
    enter(page, operator);
    Locator nodes = page.locator("article.node");
    assertThat(nodes.nth(1)).isVisible();
    assertThat(nodes.first().locator(".state")).hasText("running");
    assertThat(nodes.first().locator(".chart svg .line").first())
        .hasAttribute("d", Pattern.compile("M.+"));

    explain(page, ann);
    assertThat(page.locator("#verdict")).hasText("Offline. Nothing is known about a cause.");
    assertThat(page.locator("#no-transitions")).isVisible();

    Socket socket = connect(ann, nodeB);
    socket.update(PAGE, TITLE);
    assertThat(page.locator("#verdict")).hasText("Online with a page: 1 open connection.");
    assertThat(page.locator("#connections").getByRole(AriaRole.LINK)).hasText(TITLE);
    assertThat(page.locator("#connections").getByRole(AriaRole.LINK))
        .hasAttribute("rel", "noopener noreferrer");
    assertThat(page.locator("#transitions li")).hasCount(1);
    assertThat(nodes.first().locator("[data-figure=slowRedisCalls]"))
        .hasText(Pattern.compile("\\d+"));
    assertThat(nodes.first().locator("[data-figure=reapedNodes]")).hasText(Pattern.compile("\\d+"));
    Chromium.screenshot(page, "operator");

    page.getByText("Disconnect").click();
    assertEquals(Disconnect.DISCONNECTED.code(), socket.closeCode(Duration.ofSeconds(10)));
    assertThat(page.locator("#verdict")).containsText("the last connection was closed");
    assertThat(page.locator("#transitions li").nth(1))
        .containsText("The user or an operator disconnected it. (4005)");
    assertThat(page.locator("#no-connections")).isVisible();
    assertEquals(List.of(), windows.errors());
  }

  @Test
  void whoIsNoOperatorSeesNothing() throws Exception {
    Page page = windows.open();
    enter(page, user("ann"));
    assertThat(page.locator("#connection")).hasAttribute("data-state", "ended");
    assertThat(page.locator("#connection-text")).containsText("You are no operator");
    assertThat(page.locator("article.node")).hasCount(0);
    page.locator("#sign-out").click();
    assertThat(page.locator("#sign-in")).isVisible();
  }

  @Test
  void phoneShowsItInKoreanAndInTheDarkWithoutScrollingSideways() throws Exception {
    UserId ann = user("ann");
    Page page =
        windows.watched(
            windows
                .browser(
                    new Browser.NewContextOptions()
                        .setViewportSize(360, 740)
                        .setLocale("ko-KR")
                        .setHasTouch(true)
                        .setIsMobile(true)
                        .setColorScheme(ColorScheme.DARK))
                .newPage());
    enter(page, user("operator"));
    try (Socket socket = connect(ann, nodeA)) {
      socket.update("https://example.com/" + "long".repeat(200), "Averylongtitle".repeat(20));
      explain(page, ann);
      assertThat(page.locator("#verdict")).containsText("온라인");
      assertThat(page.locator("article.node").first().locator(".state")).hasText("실행 중");
      Chromium.screenshot(page, "operator-phone");
      assertEquals(360, page.evaluate("() => document.documentElement.scrollWidth"));
    }
    page.getByText("English").tap();
    assertThat(page.locator("#nodes-heading")).containsText("Nodes");
    assertThat(page.locator("#verdict")).containsText("Offline");
    assertEquals(List.of(), windows.errors());
  }

  @Test
  void thePageSaysThatTheServerDoesNotAnswer() throws Exception {
    Page page = windows.open();
    enter(page, user("operator"));
    assertThat(page.locator("#connection")).hasAttribute("data-state", "open");

    TestEnvironment.redisProxy().cut();

    assertThat(page.locator("#connection")).hasAttribute("data-state", "waiting");
    assertThat(page.locator("#connection-text")).containsText("Figures as of");
    TestEnvironment.redisProxy().restore();
    assertThat(page.locator("#connection")).hasAttribute("data-state", "open");
  }

  private void enter(Page page, UserId user) {
    page.navigate(
        nodeA + "operator.html#issuer=" + TestEnvironment.issuer().issuer() + "&users=" + user);
    page.locator("#demo-users button").click();
    assertThat(page.locator("#operator")).isVisible();
  }

  private static void explain(Page page, UserId user) {
    page.locator("#user-form input").fill(user.value());
    page.locator("#user-form button").click();
    assertThat(page.locator("#explanation")).isVisible();
  }
}
