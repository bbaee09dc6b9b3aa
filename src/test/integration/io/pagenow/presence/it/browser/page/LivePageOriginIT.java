package io.pagenow.presence.it.browser.page;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import io.pagenow.presence.model.UserId;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The client library in pages of other origins. */
class LivePageOriginIT extends LivePage {

  @Test
  void pageOfAnAllowedOriginImportsTheLibraryAndConnects() throws Exception {
    UserId ann = user("ann");
    Page page = pageOf("http://localhost:4200", nodeA, token(ann));

    page.waitForFunction("() => client.state.name === 'open' && client.self");
    assertEquals(ann.value(), page.evaluate("() => client.self.userId"));
  }

  @Test
  void refusedOriginEndsInsteadOfRetrying() throws Exception {
    Page page = pageOf("http://localhost:4201", nodeA, token(user("ann")));

    page.waitForFunction("() => ['ended', 'waiting'].includes(client.state.name)");
    assertEquals(
        Map.of("name", "ended", "reason", "origin"),
        page.evaluate("() => ({ name: client.state.name, reason: client.state.reason })"));
  }

  @Test
  void deadServerAndWrongAddressAreToldApart() throws Exception {
    Page page = pageOf("http://localhost:4200", nodeA, token(user("ann")));

    assertEquals("unreachable", reason(page, "http://127.0.0.1:9/presence-api/"));
    // The live page, not the API: answers 404.
    assertEquals("not-found", reason(page, nodeA.resolve("live/").toString()));
  }

  private static Object reason(Page page, String address) {
    return page.evaluate(
        "url => new Promise((resolve) => {"
            + " const other = new client.constructor({ url, token: () => 'a.b.c' });"
            + " other.on('state', ({ name, reason }) => {"
            + "   if (name === 'waiting' || name === 'ended') { resolve(reason); } });"
            + " other.connect(); })",
        address);
  }

  /** Opens a page of that origin, which imports the library from the server. */
  private Page pageOf(String origin, URI server, String token) {
    // Chromium asks before a page of the internet reaches this machine.
    Page page =
        windows.watched(
            windows
                .browser(
                    new Browser.NewContextOptions().setPermissions(List.of("local-network-access")))
                .newPage());
    page.route(
        origin + "/**",
        route ->
            route.fulfill(
                new Route.FulfillOptions()
                    .setContentType("text/html")
                    .setBody("<!DOCTYPE html><title>Another site</title>")));
    page.navigate(origin + "/");
    page.evaluate(
        "async ({ server, token }) => {"
            + " const { PresenceClient } = await import(server + 'presence-client.js');"
            + " window.client = new PresenceClient({ token: () => token });"
            + " client.connect(); }",
        Map.of("server", server.toString(), "token", token));
    return page;
  }
}
