package io.pagenow.presence.it.browser.extension;

import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import io.pagenow.presence.it.SharedServers;
import io.pagenow.presence.it.client.Socket;
import io.pagenow.presence.local.BrowserExtension;
import io.pagenow.presence.model.UserId;
import jakarta.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;

/** The extension in a real browser, with real tabs. */
abstract class Extension extends SharedServers {

  /** Answers a request for a website with a page that has its path as title. */
  static void answer(Route route) {
    String path = URI.create(route.request().url()).getPath();
    route.fulfill(
        new Route.FulfillOptions()
            .setContentType("text/html")
            .setBody("<!DOCTYPE html><title>Page " + path + "</title>"));
  }

  static Page extensionPage(BrowserContext context, String path) {
    Page page = context.newPage();
    page.navigate(BrowserExtension.ORIGIN + "/" + path);
    return page;
  }

  /** Agrees to the disclosure, and returns the options page with the server filled in. */
  static Page agree(BrowserContext context, URI server) {
    Page page = extensionPage(context, "welcome.html");
    page.locator("#agree").click();
    page.waitForURL("**/options.html");
    page.locator("[name=host]").fill(server.toString());
    return page;
  }

  /** Waits until the last event of the user that the friend received shows this page. */
  static JsonObject next(Socket friend, UserId user, String url) {
    return next(friend, user, json -> json.getString("url", "none").equals(url));
  }

  /**
   * Waits until the last event of the user that the friend received shows this page with this
   * title. While a page loads, the browser shows its address as the title.
   */
  static JsonObject next(Socket friend, UserId user, String url, String title) {
    return next(
        friend,
        user,
        json ->
            json.getString("url", "none").equals(url)
                && json.getString("title", "none").equals(title));
  }

  static JsonObject next(Socket friend, UserId user, Predicate<JsonObject> last) {
    return await()
        .atMost(Duration.ofSeconds(40))
        .until(
            () ->
                friend.received().stream()
                    .filter(json -> json.getString("userId").equals(user.value()))
                    .reduce((one, next) -> next)
                    .filter(last),
            Optional::isPresent)
        .orElseThrow();
  }
}
