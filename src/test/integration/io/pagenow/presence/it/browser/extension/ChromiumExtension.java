package io.pagenow.presence.it.browser.extension;

import com.microsoft.playwright.BrowserContext;
import io.pagenow.presence.it.browser.Chromium;
import io.pagenow.presence.it.client.Socket;
import io.pagenow.presence.local.Build;
import io.pagenow.presence.local.Parts;
import io.pagenow.presence.model.UserId;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The extension of Ann in Chromium; her friend Ben has a socket to the other server. */
abstract class ChromiumExtension extends Extension {

  private static final Path EXTENSION = Build.output("extension/chrome");

  UserId ann;
  UserId ben;

  /** The socket of Ben. */
  Socket friend;

  private final Parts parts = new Parts();
  private Chromium chromium;
  private Path profile;

  @BeforeEach
  void start(@TempDir Path profile) throws Exception {
    this.profile = profile;
    ann = user("ann");
    ben = friend("ben", ann);
    chromium = parts.start(Chromium::find);
    friend = parts.start(() -> connect(ben, nodeB));
  }

  @AfterEach
  void stop() {
    parts.close();
  }

  /**
   * Launches a browser with the extension.
   *
   * @param websites the urls, with wildcards, that {@link #answer} serves in this browser
   */
  BrowserContext launch(String language, String... websites) {
    BrowserContext context = chromium.launchWith(EXTENSION, profile, language);
    for (String website : websites) {
      context.route(website, Extension::answer);
    }
    return context;
  }
}
