package io.pagenow.presence.testing;

import static java.util.concurrent.TimeUnit.MINUTES;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.impl.driver.Driver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** The Chromium that is installed on this machine, or else the one that Playwright fetches. */
public final class Chromium implements AutoCloseable {

  private static final List<Path> PLACES =
      List.of(
          Path.of("/usr/bin/chromium"),
          Path.of("/usr/bin/chromium-browser"),
          Path.of("/snap/bin/chromium"),
          Path.of("/Applications/Chromium.app/Contents/MacOS/Chromium"));

  /** What Playwright is kept from doing by itself: it would fetch three browsers. */
  private static final Map<String, String> FETCH_NOTHING =
      Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");

  private static final long MINUTES_TO_FETCH = 10;

  private final Optional<Path> executable;
  private final Playwright playwright;

  private Chromium(Optional<Path> executable) {
    this.executable = executable;
    this.playwright = Playwright.create(new Playwright.CreateOptions().setEnv(FETCH_NOTHING));
    // Elements are waited for, on a busy machine for longer.
    PlaywrightAssertions.setDefaultAssertionTimeout(30_000);
  }

  /**
   * Finds it, where {@code PRESENCE_CHROMIUM} says or in the usual places, or has Playwright fetch
   * its own. The test is skipped where that fails.
   */
  public static Chromium find() {
    String place = System.getenv("PRESENCE_CHROMIUM");
    Optional<Path> executable =
        (place == null ? PLACES : List.of(Path.of(place)))
            .stream().filter(Files::isExecutable).findFirst();
    boolean there = executable.isPresent() || fetch();
    if (!there) {
      System.out.println("Chromium is not installed: the tests that need a browser are skipped.");
    }
    Assumptions.assumeTrue(there, "Chromium is not installed");
    return new Chromium(executable);
  }

  /** Whether Playwright has a Chromium of its own now. It keeps it in the user's cache. */
  private static boolean fetch() {
    try {
      ProcessBuilder fetch =
          Driver.ensureDriverInstalled(FETCH_NOTHING, false).createProcessBuilder();
      fetch.command().addAll(List.of("install", "chromium"));
      Process process = fetch.inheritIO().start();
      if (process.waitFor(MINUTES_TO_FETCH, MINUTES)) {
        return process.exitValue() == 0;
      }
      process.destroyForcibly();
    } catch (IOException e) {
      System.out.println("Playwright cannot fetch a Chromium: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return false;
  }

  /** A browser whose contexts know nothing of each other. Ends with this. */
  public Browser launch() {
    BrowserType.LaunchOptions options = new BrowserType.LaunchOptions();
    executable.ifPresent(options::setExecutablePath);
    return playwright.chromium().launch(options);
  }

  /**
   * A browser with an extension. Ends with this.
   *
   * @param language of its own menus, such as {@code ko}
   */
  public BrowserContext launchWith(Path extension, Path profile, String language) {
    BrowserType.LaunchPersistentContextOptions options =
        new BrowserType.LaunchPersistentContextOptions()
            .setEnv(environment(language))
            // Playwright's own headless mode has no extensions.
            .setHeadless(false)
            .setIgnoreDefaultArgs(List.of("--disable-extensions"))
            .setArgs(
                List.of(
                    "--headless=new",
                    "--lang=" + language,
                    "--disable-extensions-except=" + extension,
                    "--load-extension=" + extension));
    executable.ifPresent(options::setExecutablePath);
    return playwright.chromium().launchPersistentContext(profile, options);
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
