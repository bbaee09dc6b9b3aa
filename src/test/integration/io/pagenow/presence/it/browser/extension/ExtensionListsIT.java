package io.pagenow.presence.it.browser.extension;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import io.pagenow.presence.it.browser.Chromium;
import io.pagenow.presence.model.UserId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Entries in the extension's lists, and their effect on what friends see. */
class ExtensionListsIT extends ChromiumExtension {

  @Test
  void denyListHidesWhatPeopleMean() throws Exception {
    BrowserContext context = launch("en");
    context.route(url -> url.startsWith("http") && url.contains(".test"), Extension::answer);
    context.route("https://*.xn--3e0b707e/**", Extension::answer);
    Page options = options(context, ann);
    options.getByLabel("All pages but").check();
    options
        .getByLabel("Deny list")
        .fill("은행.한국;www.bank.test\nhttps://u:p@login.test/x, example.test.\n*.star.test");
    options.locator("#save").click();
    assertThat(options.locator("#saved")).hasText("Saved.");
    next(friend, ann, "");

    Page page = context.newPage();
    for (String hidden :
        List.of(
            "https://www.xn--zs5b84x.xn--3e0b707e/",
            "https://bank.test/",
            "https://online.bank.test./",
            "http://login.test:8080/",
            "https://www.example.test/",
            "https://star.test/")) {
      page.navigate("https://open.test/" + hidden.length());
      next(friend, ann, "https://open.test/" + hidden.length());
      page.navigate(hidden);
      next(friend, ann, "");
    }
    page.navigate("https://alice:secret@open.test/end");
    next(friend, ann, "https://open.test/end");
    assertEquals(
        List.of(),
        friend.texts().stream()
            .filter(text -> !text.contains("open.test") && !text.contains("\"url\":\"\""))
            .toList());
    assertEquals(
        List.of(), friend.texts().stream().filter(text -> text.contains("secret")).toList());

    options.reload();
    assertThat(options.getByLabel("Deny list"))
        .hasValue("은행.한국\nwww.bank.test\nhttps://u:p@login.test/x\nexample.test.\n*.star.test");
  }

  @Test
  void entryThatCannotBeUnderstoodIsNamedAndNothingIsShownForIt() throws Exception {
    BrowserContext context = launch("en", "https://open.test/**");
    Page options = options(context, ann);
    options.getByLabel("All pages but").check();
    options.getByLabel("Deny list").fill("bank.test\nexa*mple.test 10.0.0.0/8");
    options.locator("#save").click();
    assertThat(options.locator("#saved")).hasText("The settings are unchanged.");
    assertThat(options.locator("#deny-problem")).containsText("exa*mple.test  10.0.0.0/8");
    assertThat(options.getByLabel("Deny list")).isFocused();
    Chromium.screenshot(options, "extension-options-problem");
    assertEquals(0, storedDenyEntries(options));

    options.getByLabel("Deny list").fill("bank.test");
    options.locator("#save").click();
    assertThat(options.locator("#saved")).hasText("Saved.");
    assertThat(options.locator("#deny-problem")).isHidden();
    assertEquals(1, storedDenyEntries(options));
    Page page = context.newPage();
    page.navigate("https://open.test/");
    next(friend, ann, "https://open.test/");

    // An older version of the extension may have stored this.
    options.evaluate("() => chrome.storage.local.set({ deny: ['exa*mple.test'] })");
    next(friend, ann, "");
    options.reload();
    assertThat(options.locator("#deny-problem")).containsText("exa*mple.test");
  }

  @Test
  void entryThatCannotBeUnderstoodIsNamedInKorean() throws Exception {
    BrowserContext context = launch("ko");
    Page options = extensionPage(context, "options.html");
    options.getByLabel("허용 목록").fill("[::1\n은행.한국");
    options.getByLabel("서버").fill(nodeA.toString());
    options.locator("#save").click();
    assertThat(options.locator("#allow-problem")).hasText("도메인이나 IP 주소가 아닙니다: [::1. 고치거나 지워 주세요.");
    assertThat(options.locator("#saved")).hasText("설정은 그대로입니다.");
    assertThat(options.locator("#deny-problem")).isHidden();
  }

  private Page options(BrowserContext context, UserId user) {
    Page options = agree(context, nodeA);
    options.locator("[name=level]").selectOption("all");
    options.getByLabel("or the token itself").fill(token(user));
    return options;
  }

  private static int storedDenyEntries(Page options) {
    return (int)
        options.evaluate("async () => (await chrome.storage.local.get({ deny: [] })).deny.length");
  }
}
