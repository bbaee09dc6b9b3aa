package io.pagenow.presence.testing;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** The Chromium that is installed on this machine. Nothing is downloaded. */
public final class Chromium implements AutoCloseable {

  private static final List<Path> PLACES =
      List.of(
          Path.of("/usr/bin/chromium"),
          Path.of("/usr/bin/chromium-browser"),
          Path.of("/snap/bin/chromium"),
          Path.of("/Applications/Chromium.app/Contents/MacOS/Chromium"));

  private final Path executable;
  private final Playwright playwright;

  private Chromium(Path executable) {
    this.executable = executable;
    this.playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    // Elements are waited for, on a busy machine for longer.
    PlaywrightAssertions.setDefaultAssertionTimeout(30_000);
  }

  /**
   * Finds it, where {@code PRESENCE_CHROMIUM} says or in the usual places. The test is skipped
   * where there is none.
   */
  public static Chromium find() {
    String place = System.getenv("PRESENCE_CHROMIUM");
    Optional<Path> executable =
        (place == null ? PLACES : List.of(Path.of(place)))
            .stream().filter(Files::isExecutable).findFirst();
    if (executable.isEmpty()) {
      System.out.println("Chromium is not installed: the tests that need a browser are skipped.");
    }
    Assumptions.assumeTrue(executable.isPresent(), "Chromium is not installed");
    return new Chromium(executable.get());
  }

  /** A browser whose contexts know nothing of each other. Ends with this. */
  public Browser launch() {
    return playwright
        .chromium()
        .launch(new BrowserType.LaunchOptions().setExecutablePath(executable));
  }

  /**
   * A browser with an extension. Ends with this.
   *
   * @param language of its own menus, such as {@code ko}
   */
  public BrowserContext launchWith(Path extension, Path profile, String language) {
    return playwright
        .chromium()
        .launchPersistentContext(
            profile,
            new BrowserType.LaunchPersistentContextOptions()
                .setExecutablePath(executable)
                .setEnv(environment(language))
                // Playwright's own headless mode has no extensions.
                .setHeadless(false)
                .setIgnoreDefaultArgs(List.of("--disable-extensions"))
                .setArgs(
                    List.of(
                        "--headless=new",
                        "--lang=" + language,
                        "--disable-extensions-except=" + extension,
                        "--load-extension=" + extension)));
  }

  /** On Linux, Chromium goes by the environment; elsewhere by its option. */
  private static Map<String, String> environment(String language) {
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.put("LANGUAGE", language);
    return environment;
  }

  /** Keeps what a page looks like, for somebody to look at. */
  public static void screenshot(Page page, String name) {
    page.screenshot(
        new Page.ScreenshotOptions()
            .setFullPage(true)
            .setPath(Path.of(System.getProperty("presence.screenshots"), name + ".png")));
  }

  @Override
  public void close() {
    playwright.close();
  }
}
