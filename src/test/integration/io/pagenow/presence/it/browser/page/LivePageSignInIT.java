package io.pagenow.presence.it.browser.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import io.pagenow.presence.it.TestEnvironment;
import io.pagenow.presence.it.client.Http;
import io.pagenow.presence.model.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Sign-in on the live page, and what it says if that does not succeed. */
class LivePageSignInIT extends LivePage {

  @Test
  void userSignsInAtTheIssuerAndStaysSignedIn() throws Exception {
    UserId ann = user("ann");
    Page page = windows.open();
    List<String> sent = new ArrayList<>();
    page.onWebSocket(socket -> socket.onFrameSent(frame -> sent.add(frame.text())));
    page.clock().install();
    page.navigate(nodeA.toString());
    page.locator("#hosted").click();
    page.locator("input[name=user]").fill(ann.value());
    page.locator("button").click();

    assertThat(page.locator("#connection-text")).hasText("Live");
    assertEquals(nodeA.toString(), page.url());
    page.reload();
    assertThat(page.locator("#connection-text")).hasText("Live");

    // The token is valid for an hour. The next one comes from the refresh token.
    Set<String> connections = connectionsOf(ann);
    page.clock().fastForward(3_545_000);
    page.waitForCondition(() -> sent.stream().anyMatch(text -> text.contains("authenticate")));
    String renewal = String.join("", sent.stream().filter(it -> it.contains("authen")).toList());
    String token = page.evaluate("() => sessionStorage.getItem('presence.session')").toString();
    assertTrue(token.contains(renewal.replaceAll(".*\"token\":\"([^\"]+)\".*", "$1")), renewal);
    assertThat(page.locator("#connection-text")).hasText("Live");
    assertEquals(connections, connectionsOf(ann));
    page.reload();
    assertThat(page.locator("#connection-text")).hasText("Live");
  }

  @Test
  void answerToAnotherSignInIsRefused() {
    Page page = windows.open();
    page.navigate(nodeA.toString());
    page.evaluate(
        "() => sessionStorage.setItem('presence.sign-in',"
            + " JSON.stringify({ state: 'mine', verifier: 'v', redirect: 'r' }))");
    page.navigate(nodeA + "?code=stolen&state=other");

    assertThat(page.locator("#sign-in-problem")).containsText("did not succeed");
    assertEquals(nodeA.toString(), page.url());
  }

  @Test
  void linkOfAnEarlierRunSaysSoAndStillSignsIn() throws Exception {
    UserId ann = user("ann");
    Page page = windows.open();
    page.navigate(nodeA + "#issuer=http://127.0.0.1:9&users=" + ann);
    assertThat(page.locator("#sign-in-problem")).containsText("an earlier run");
    page.locator("#demo-users button").click();
    assertThat(page.locator("#connection-text")).hasText("Live");

    page.evaluate(
        "() => sessionStorage.setItem('presence.session',"
            + " JSON.stringify({ user: 'ann', issuer: 'http://127.0.0.1:9' }))");
    page.reload();
    assertThat(page.locator("#sign-in-problem")).containsText("an earlier run");
  }

  @Test
  void unknownUserAndWrongTokensAreExplained() throws Exception {
    Page page = windows.open();
    page.navigate(nodeA + "#issuer=" + TestEnvironment.issuer().issuer());
    page.locator("#demo-form input").fill("nobody-with-this-id");
    page.locator("#demo-form button").click();
    assertThat(page.locator("#problem")).containsText("no user “nobody-with-this-id”");
    page.locator("#sign-out").click();

    UserId ann = user("ann");
    for (List<String> wrong :
        List.of(
            List.of("garbage", "This is not an ID token"),
            List.of(
                TestEnvironment.issuer().token(ann, claims -> claims.claim("token_use", "access")),
                "This is an access token"),
            List.of(
                TestEnvironment.issuer()
                    .token(ann, claims -> claims.expirationTime(Date.from(Instant.EPOCH))),
                "This token has expired"),
            List.of(
                TestEnvironment.issuer().token(ann, claims -> claims.issuer("https://other.test")),
                "This token comes from https://other.test"))) {
      page.locator("[name=token]").fill(wrong.get(0));
      page.locator("#token-form button").click();
      assertThat(page.locator("#sign-in-problem")).containsText(wrong.get(1));
    }
    page.locator("[name=token]")
        .fill(TestEnvironment.issuer().token(ann, claims -> claims.audience("another")));
    page.locator("#token-form button").click();
    assertThat(page.locator("#sign-in-problem")).containsText("does not accept this token");
  }

  @Test
  void pageCanBeInstalled() throws Exception {
    Http.Answer manifest = Http.get(nodeA, "manifest.webmanifest").send();
    assertEquals(200, manifest.status());
    assertEquals("application/manifest+json", manifest.header("Content-Type").split(";", -1)[0]);
    for (String icon : List.of("icon.svg", "icon-192.png", "icon-512.png")) {
      assertEquals(200, Http.get(nodeA, "live/" + icon).send().status());
    }
  }
}
