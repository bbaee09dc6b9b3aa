package io.pagenow.presence.it.browser.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.pagenow.presence.it.client.Socket.message;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.pagenow.presence.it.SharedServers;
import io.pagenow.presence.it.TestEnvironment;
import io.pagenow.presence.it.browser.Windows;
import io.pagenow.presence.it.client.Socket;
import io.pagenow.presence.model.UserId;
import jakarta.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The live page, in a real browser. */
abstract class LivePage extends SharedServers {

  static final String PAGE = "https://www.github.com/wildfly/wildfly";
  static final String TITLE = "wildfly/wildfly: WildFly Application Server";

  @RegisterExtension final Windows windows = new Windows();

  static Page signIn(Page page, URI node, UserId user) {
    page.navigate(node + "#issuer=" + TestEnvironment.issuer().issuer() + "&users=" + user);
    page.locator("#demo-users button").click();
    assertThat(page.locator("#connection")).hasAttribute("data-state", "open");
    return page;
  }

  static Locator person(Page page, UserId user) {
    return page.locator("#friends [data-user='" + user + "']");
  }

  static void share(Page page, String url, String title) {
    page.getByLabel("Page address").fill(url);
    page.getByLabel("Title").fill(title);
    page.getByText("Share page").click();
  }

  /** Connects the client library in a page of the node, as {@code window.client}. */
  static void connectLibrary(Page page, UserId user, int version) {
    page.evaluate(
        "async ({ token, version }) => {"
            + " const { PresenceClient } = await import('/presence-api/presence-client.js');"
            + " window.client = new PresenceClient({ token: () => token, version });"
            + " client.connect(); }",
        Map.of("token", token(user), "version", version));
    page.waitForFunction("() => client.state.name === 'open' && client.self");
  }

  /** Sets how long ago an offline user was last active. */
  final void wasActive(UserId user, Duration ago) {
    double then = System.currentTimeMillis() - ago.toMillis();
    redis.zadd("presence:last_active", then, user.value());
  }

  final UserId named(String id, String firstName, String lastName) throws Exception {
    return name(user(id), firstName, lastName);
  }

  final UserId friend(String id, UserId of, String firstName, String lastName) throws Exception {
    return name(friend(id, of), firstName, lastName);
  }

  private UserId name(UserId user, String firstName, String lastName) throws Exception {
    people.sql(
        "UPDATE user_table SET first_name = '%s', last_name = '%s' WHERE user_id = '%s'"
            .formatted(firstName, lastName, user));
    return user;
  }

  /** Matches an update of the user with that title. */
  static Predicate<JsonObject> title(UserId user, String title) {
    return message("update-presence", user).and(json -> json.getString("title").equals(title));
  }

  /** Returns the titles of the user that the friend received, in order. */
  static List<String> titles(Socket friend, UserId user) {
    return friend.received().stream()
        .filter(message("update-presence", user))
        .map(json -> json.getString("title"))
        .toList();
  }
}
