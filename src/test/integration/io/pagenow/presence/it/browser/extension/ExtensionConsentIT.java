package io.pagenow.presence.it.browser.extension;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import io.pagenow.presence.it.browser.Chromium;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Consent, levels, sign-in and explanations of the extension. */
class ExtensionConsentIT extends ChromiumExtension {

  @Test
  void nothingHappensBeforeTheUserAgreesAndAfterTheUserWithdraws() throws Exception {
    BrowserContext context = launch("en", "https://*.example.com/**");
    Page popup = extensionPage(context, "popup.html");
    popup.waitForFunction(
        "async () => (await chrome.tabs.query({})).some(({ url }) => url.endsWith('welcome.html'))");
    // As an older version stored them.
    popup.evaluate(
        "settings => chrome.storage.local.set(settings)",
        Map.of("host", nodeA.toString(), "token", token(ann), "shareMode", "default_all"));
    assertThat(popup.locator("#state")).containsText("off until you agree");
    assertThat(popup.locator("#welcome")).isVisible();
    assertEquals(0, connectionsOf(ann).size());

    Page options = agree(context, nodeA);
    assertThat(options.locator("#host-status")).containsText("There is a Presence server");
    next(friend, ann, "");
    Page page = context.newPage();
    page.navigate("https://www.example.com/path?query");
    next(friend, ann, "https://www.example.com/", "Page /path");
    awaitBadge(popup, "0");
    Chromium.screenshot(extensionPage(context, "welcome.html"), "extension-welcome");

    options.bringToFront();
    options.locator("#withdraw").click();
    assertThat(options.locator("#not-consented")).isVisible();
    next(friend, ann, json -> json.getString("type").equals("presence-timeout"));
    assertEquals(
        "", options.evaluate("async () => (await chrome.storage.local.get('token')).token"));
    awaitBadge(popup, "");
  }

  @Test
  void levelOfASiteIsChosenInThePopup() throws Exception {
    BrowserContext context = launch("en", "https://*.example.com/**");
    Page options = agree(context, nodeA);
    options.getByLabel("or the token itself").fill(token(ann));
    options.locator("#levels input").first().fill("www.example.com");
    options.locator("#levels select").first().selectOption("page");
    options.locator("#save").click();
    assertThat(options.locator("#saved")).hasText("Saved.");
    Chromium.screenshot(options, "extension-options-levels");

    Page page = context.newPage();
    page.navigate("https://www.example.com/path?query");
    next(friend, ann, "https://www.example.com/path");
    awaitBadge(options, "0");
    options.evaluate("() => chrome.storage.local.set({ sites: { 'www.example.com': 'domain' } })");
    assertEquals("", next(friend, ann, "https://www.example.com/").getString("title"));
    options.evaluate("() => chrome.storage.local.set({ pausedUntil: Date.now() + 60000 })");
    next(friend, ann, "");
    awaitBadge(options, "hid");
  }

  @Test
  void popupSaysWhyItIsNotConnected() throws Exception {
    BrowserContext context = launch("en");
    Page options = agree(context, URI.create("http://127.0.0.1:9/presence-api"));
    assertThat(options.locator("#host-status")).containsText("No Presence server answers");
    options.getByLabel("or the token itself").fill(token(ann));
    options.locator("#save").click();
    assertThat(options.locator("#saved")).hasText("Saved.");
    Page popup = extensionPage(context, "popup.html");
    assertThat(popup.locator("#state")).containsText("The server does not answer");
    awaitBadge(popup, "off");

    set(options, "host", nodeA.resolve("live/").toString());
    assertThat(popup.locator("#state")).containsText("no Presence API at this address");

    set(options, "host", nodeA.toString());
    set(options, "token", "not.a.token");
    assertThat(popup.locator("#state")).containsText("does not accept this token");
    assertThat(popup.locator("#fix")).isVisible();
    Chromium.screenshot(popup, "extension-refused");

    options.bringToFront();
    options.locator("[name=host]").fill("http://presence.example.com/");
    assertThat(options.locator("#host-status")).containsText("must begin with https:");
  }

  @Test
  void pageOfPageNowHandsOverTokenAndRules() throws Exception {
    people.shareAllBut(ann, "example.org");
    BrowserContext context = launch("en", "http://localhost:4200/**", "https://*.example.com/**");
    Page options = agree(context, nodeA);
    set(options, "host", nodeA.toString());
    Page client = context.newPage();
    client.navigate("http://localhost:4200/auth-google");
    assertEquals(
        "success",
        client.evaluate(
            "async ([id, token]) => (await chrome.runtime.sendMessage(id, {"
                + " type: 'google-auth-session', data: { idToken: { jwtToken: token } } })).code",
            new String[] {io.pagenow.presence.local.BrowserExtension.ID, token(ann)}));
    next(friend, ann, json -> json.getString("url", "").startsWith("http://localhost"));
    client.evaluate(
        "id => chrome.runtime.sendMessage(id, { type: 'update-user-info', data: {"
            + " shareMode: 'default_all', domainAllowSet: [], domainDenySet: ['example.org'] } })",
        io.pagenow.presence.local.BrowserExtension.ID);
    client.navigate("https://www.example.com/");
    next(friend, ann, "https://www.example.com/");

    options.reload();
    assertThat(options.locator("#account-rules"))
        .containsText("all pages but those of example.org");
    options.locator("#account-forget").click();
    next(friend, ann, "");
  }

  private static void set(Page options, String name, String value) {
    options.evaluate("setting => chrome.storage.local.set(setting)", Map.of(name, value));
  }

  private static void awaitBadge(Page extensionPage, String text) {
    extensionPage.waitForFunction(
        "async text => (await chrome.action.getBadgeText({})) === text", text);
  }
}
