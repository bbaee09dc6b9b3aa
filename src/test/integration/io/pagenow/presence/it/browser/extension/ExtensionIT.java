package io.pagenow.presence.it.browser.extension;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import io.pagenow.presence.it.TestEnvironment;
import io.pagenow.presence.it.browser.Chromium;
import io.pagenow.presence.model.UserId;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The extension in a real browser, with real tabs. */
class ExtensionIT extends ChromiumExtension {

  @Test
  void friendsFollowTheTabsAsFarAsTheyAreShared() throws Exception {
    BrowserContext context = launch("en", "https://*.example.com/**", "https://*.example.org/**");
    Page options = agree(context, nodeA);
    options.locator("[name=level]").selectOption("all");
    options
        .getByLabel("Address that answers")
        .fill(TestEnvironment.issuer().issuer() + "/token?user=" + ann);
    options.getByLabel("Only pages of these").check();
    options.getByLabel("Allow list").fill("https://www.example.com/x\nexample.net");
    options.locator("#save").click();
    assertThat(options.locator("#saved")).hasText("Saved.");
    next(friend, ann, "");

    Page shared = context.newPage();
    shared.navigate("https://www.example.com/shared");
    JsonObject update = next(friend, ann, "https://www.example.com/shared", "Page /shared");
    assertEquals("example.com", update.getString("domain"));

    Page secret = context.newPage();
    secret.navigate("https://www.example.org/secret");
    next(friend, ann, "");
    shared.bringToFront();
    next(friend, ann, "https://www.example.com/shared");
    shared.evaluate("() => { document.title = 'Another title'; }");
    next(friend, ann, last -> last.getString("title").equals("Another title"));

    friend.update("https://news.example.net/", "Ben reads the news");
    Page popup = extensionPage(context, "popup.html");
    assertThat(popup.locator("#friends")).containsText("Ben reads the news");
    assertThat(popup.locator("#state")).hasText("Live");
    Chromium.screenshot(popup, "extension-popup");
    Chromium.screenshot(options, "extension-options");
    assertThat(popup.locator("#panel")).isVisible();
    popup.close();
    Page panel = extensionPage(context, "panel.html");
    assertThat(panel.locator("#friends")).containsText("Ben reads the news");
    assertThat(panel.locator("#panel")).isHidden();
    panel.close();

    options.bringToFront();
    options.getByLabel("All pages but").check();
    options.getByLabel("Deny list").fill("example.com");
    options.locator("#save").click();
    secret.bringToFront();
    next(friend, ann, "https://www.example.org/secret");
    shared.bringToFront();
    next(friend, ann, "");
    assertEquals(
        List.of(),
        friend.received().stream()
            .filter(
                json ->
                    json.getString("url", "").startsWith("chrome")
                        || json.getString("type").equals("presence-timeout"))
            .toList());
  }

  @Test
  void workerThatWasPutToSleepComesBack() throws Exception {
    BrowserContext context = launch("en", "https://*.example.com/**");
    Page options = agree(context, nodeA);
    options.locator("[name=level]").selectOption("all");
    options.getByLabel("or the token itself").fill(token(ann));
    options.getByLabel("All pages but").check();
    options.locator("#save").click();
    next(friend, ann, "");
    Page page = context.newPage();
    page.navigate("https://www.example.com/one");
    next(friend, ann, "https://www.example.com/one");

    CDPSession devTools = context.newCDPSession(options);
    devTools.send("ServiceWorker.enable");
    String first = connection(ann);
    devTools.send("ServiceWorker.stopAllWorkers");
    // The user does nothing, so only the alarm can wake the service worker up.
    String second = connectionAfter(first, ann);
    next(friend, ann, "https://www.example.com/one");

    devTools.send("ServiceWorker.stopAllWorkers");
    page.navigate("https://www.example.com/two");
    connectionAfter(second, ann);
    next(friend, ann, "https://www.example.com/two");
  }

  @Test
  void optionsAndPopupSpeakTheLanguageOfTheBrowser() throws Exception {
    BrowserContext context = launch("ko");
    Page popup = extensionPage(context, "popup.html");
    assertThat(popup.locator("#state")).hasText("무엇을 보여 주는지 동의하기 전에는 꺼져 있습니다.");
    assertThat(popup.locator("#options")).hasText("설정");

    Page options = agree(context, nodeA);
    assertThat(popup.locator("#state")).hasText("설정에서 서버와 토큰을 입력해 주세요.");
    assertThat(options).hasTitle("Presence: 설정");
    assertEquals("ko", options.locator("html").getAttribute("lang"));
    options.getByLabel("토큰 자체").fill(token(ann));
    options.locator("#save").click();
    assertThat(options.locator("#saved")).hasText("저장했습니다.");
    Chromium.screenshot(options, "extension-options-korean");
    friend.update("", "");

    assertThat(popup.locator("#state")).hasText("실시간");
    assertThat(popup.locator("#friends")).containsText("활동 숨김");
    Chromium.screenshot(popup, "extension-popup-korean");
  }

  private String connection(UserId user) {
    return String.valueOf(redis.hget("presence_user_connection", user.value()));
  }

  /** Waits until the user has another connection, and returns its id. */
  private String connectionAfter(String before, UserId user) {
    return await()
        .atMost(Duration.ofSeconds(40))
        .until(() -> connection(user), now -> !now.equals("null") && !now.equals(before));
  }
}
