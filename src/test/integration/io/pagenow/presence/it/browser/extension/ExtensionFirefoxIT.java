package io.pagenow.presence.it.browser.extension;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pagenow.presence.it.TestEnvironment;
import io.pagenow.presence.it.browser.Firefox;
import io.pagenow.presence.it.client.Socket;
import io.pagenow.presence.local.Build;
import io.pagenow.presence.model.UserId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The extension in Firefox. */
class ExtensionFirefoxIT extends Extension {

  private static final String ID = "presence@pagenow.io";
  private static final String ORIGIN = "11111111-2222-4333-8444-555555555555";

  @Test
  void extensionAsksForConsentAndSharesTheTabInFront(@TempDir Path profile) throws Exception {
    UserId ann = user("ann");
    UserId ben = friend("ben", ann);
    try (Firefox firefox = Firefox.start(profile, ID, ORIGIN);
        Socket friend = connect(ben, nodeB)) {
      firefox.install(Build.output("extension/firefox"));
      String welcome =
          await()
              .atMost(Duration.ofSeconds(30))
              .until(() -> firefox.tab("/welcome.html"), Optional::isPresent)
              .orElseThrow();
      assertEquals("moz-extension://" + ORIGIN, firefox.evaluate(welcome, "location.origin"));
      firefox.evaluate(
          welcome,
          "chrome.storage.local.set({ host: '%s', tokenUrl: '%s', shareMode: 'default_all' })"
              .formatted(nodeA, TestEnvironment.issuer().issuer() + "/token?user=" + ann));
      assertEquals("", firefox.evaluate(welcome, "chrome.action.getBadgeText({})"));

      firefox.evaluate(welcome, "document.getElementById('agree').click()");
      next(friend, ann, "");
      firefox.open(nodeA.toString());
      next(friend, ann, nodeA.resolve("/").toString(), "Presence");
    }
  }
}
