package io.pagenow.presence.it.browser.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import io.pagenow.presence.it.client.Socket;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.testing.ClientPackage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The React part of the client library in a bundle of another origin, installed from its package.
 */
@SuppressWarnings("NullAway.Init") // Set before all tests.
class ClientReactIT extends LivePage {

  private static final String ORIGIN = "http://localhost:4200";

  private static String bundle;

  @BeforeAll
  static void build() throws Exception {
    ClientPackage client = ClientPackage.install();
    Path file = client.directory().resolve("app.js");
    client.tool("esbuild", "app.tsx", "--bundle", "--format=esm", "--outfile=" + file);
    bundle = Files.readString(file);
  }

  @Test
  void componentRendersOnlyWhenItsFriendChanges() throws Exception {
    UserId ann = user("ann");
    UserId ben = friend("ben", ann);
    UserId cat = friend("cat", ann);
    Page page = open(token(ann));
    try (Socket first = connect(ben, nodeB);
        Socket second = connect(cat, nodeA)) {
      first.update(PAGE, "One");
      second.update(PAGE, "Two");
      assertThat(page.locator("[data-user='" + ben + "']")).hasText("One");
      assertThat(page.locator("[data-user='" + cat + "']")).hasText("Two");
      // The update of this user comes back once, so nothing else is under way.
      page.getByText("Share").click();
      assertThat(page.locator("#self")).hasText("Shared");
      page.waitForFunction("() => client.queued === null");
      Map<String, Integer> before = renders(page);

      for (String title : List.of("Three", "Four")) {
        first.update(PAGE, title);
        assertThat(page.locator("[data-user='" + ben + "']")).hasText(title);
      }

      Map<String, Integer> after = renders(page);
      before.merge(ben.value(), 2, Integer::sum);
      assertEquals(before.get(ben.value()), after.get(ben.value()));
      for (String other : List.of(cat.value(), "status", "online")) {
        assertEquals(before.get(other), after.get(other), other);
      }
    }
    assertThat(page.locator("output")).hasText("0");
    assertEquals(List.of(), windows.errors());
  }

  @SuppressWarnings("unchecked") // What the page counts.
  private static Map<String, Integer> renders(Page page) {
    return (Map<String, Integer>) page.evaluate("() => renders");
  }

  private Page open(String token) {
    Page page =
        windows.watched(
            windows
                .browser(
                    new Browser.NewContextOptions().setPermissions(List.of("local-network-access")))
                .newPage());
    page.route(ORIGIN + "/", route -> answer(route, "text/html", html(token)));
    page.route(ORIGIN + "/app.js", route -> answer(route, "text/javascript", bundle));
    page.navigate(ORIGIN + "/");
    return page;
  }

  private String html(String token) {
    return "<!DOCTYPE html><link rel=icon href=data:,><body><script>server = '"
        + nodeA
        + "'; token = '"
        + token
        + "';</script><script type=module src=/app.js></script>";
  }

  private static void answer(Route route, String type, String body) {
    route.fulfill(new Route.FulfillOptions().setContentType(type).setBody(body));
  }
}
