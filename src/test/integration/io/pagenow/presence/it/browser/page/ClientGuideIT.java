package io.pagenow.presence.it.browser.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import io.pagenow.presence.it.TestEnvironment;
import io.pagenow.presence.it.client.Socket;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.testing.Markdown;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The page at the start of the guide to the client library, pasted by a developer. */
class ClientGuideIT extends LivePage {

  private static final String ORIGIN = "http://localhost:4200";

  @Test
  void pastedPageShowsFriendsAndSharesItself() throws Exception {
    UserId ann = user("ann");
    UserId ben = friend("ben", ann, "Ben", "Lee");
    String pasted =
        Markdown.code(Path.of("docs/client-library.md"), "html")
            .replace("http://localhost:8080/presence-api/", nodeA.toString())
            .replaceAll(
                "http://127\\.0\\.0\\.1:\\d+/token\\?user=alice",
                TestEnvironment.issuer().issuer() + "/token?user=" + ann);
    try (Socket friend = connect(ben, nodeB)) {
      friend.update(PAGE, TITLE);
      Page page =
          windows.watched(
              windows
                  .browser(
                      new Browser.NewContextOptions()
                          .setPermissions(List.of("local-network-access")))
                  .newPage());
      page.route(ORIGIN + "/", route -> answer(route, "text/html", pasted));
      page.route(ORIGIN + "/favicon.ico", route -> answer(route, "image/x-icon", ""));

      page.navigate(ORIGIN + "/");

      assertThat(page.locator("#state")).hasText("open");
      assertThat(page.locator("#friends li")).hasText("Ben Lee: " + TITLE);
      assertThat(page.locator("#friends a")).hasAttribute("href", PAGE);
      page.getByText("Share this page").click();
      assertEquals(ORIGIN + "/", friend.next(title(ann, "Friends")).getString("url"));
    }
    assertEquals(List.of(), windows.errors());
  }

  private static void answer(Route route, String type, String body) {
    route.fulfill(new Route.FulfillOptions().setContentType(type).setBody(body));
  }
}
