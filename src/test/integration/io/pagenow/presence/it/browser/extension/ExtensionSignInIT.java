package io.pagenow.presence.it.browser.extension;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.pagenow.presence.it.client.Socket.message;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import io.pagenow.presence.it.TestEnvironment;
import io.pagenow.presence.local.BrowserExtension;
import java.time.Instant;
import java.util.Date;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The account of the extension's user: sign-in, fresh tokens, sharing rules. */
class ExtensionSignInIT extends ChromiumExtension {

  @Test
  void userSignsInAtTheIssuerAndTheRulesOfTheAccountCount() throws Exception {
    people.shareOnly(ann, "example.com");
    BrowserContext context = launch("en", "https://*.example.com/**", "https://*.example.org/**");
    Page options = agree(context, nodeA);

    Page form = context.waitForPage(() -> options.locator("#sign-in").click());
    form.locator("input[name=user]").fill(ann.value());
    form.locator("button").click();
    assertThat(options.locator("#sign-in-status")).hasText("Signed in.");
    next(friend, ann, "");
    assertThat(options.locator("#account-rules")).containsText("only pages of example.com");
    assertThat(options.locator("[name=allow]")).isDisabled();
    assertNotEquals("", stored(options, "refreshToken"));

    Page page = context.newPage();
    page.navigate("https://www.example.com/x");
    next(friend, ann, "https://www.example.com/", "Page /x");
    page.navigate("https://www.example.org/");
    next(friend, ann, "");
  }

  @Test
  void freshTokenOfThePageOfPageNowLeavesTheConnectionOpen() throws Exception {
    BrowserContext context = launch("en", "http://localhost:4200/**");
    Page options = agree(context, nodeA);
    String old = tokenUntil(Instant.now().plusSeconds(600));
    options.getByLabel("or the token itself").fill(old);
    options.locator("#save").click();
    next(friend, ann, "");
    Set<String> connections = connectionsOf(ann);
    Page client = context.newPage();
    client.navigate("http://localhost:4200/");

    String fresh = tokenUntil(Instant.now().plusSeconds(1_800));
    client.evaluate(
        "([id, token]) => chrome.runtime.sendMessage(id, {"
            + " type: 'google-auth-session', data: { idToken: { jwtToken: token } } })",
        new String[] {BrowserExtension.ID, fresh});

    await().until(() -> stored(options, "token").equals(fresh));
    client.navigate("http://localhost:4200/after");
    next(friend, ann, json -> json.getString("title", "").equals("Page /after"));
    assertEquals(connections, connectionsOf(ann));
    assertEquals(0, friend.received().stream().filter(message("presence-timeout", ann)).count());
  }

  private String tokenUntil(Instant end) {
    return TestEnvironment.issuer().token(ann, claims -> claims.expirationTime(Date.from(end)));
  }

  private static String stored(Page options, String name) {
    return options
        .evaluate("async name => (await chrome.storage.local.get(name))[name] ?? ''", name)
        .toString();
  }
}
