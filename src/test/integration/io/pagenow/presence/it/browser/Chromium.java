package io.pagenow.presence.it.browser;

import static java.util.concurrent.TimeUnit.MINUTES;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.impl.driver.Driver;
import io.pagenow.presence.local.Build;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** The Chromium that is installed on this machine, or the one that Playwright downloads. */
public final class Chromium implements AutoCloseable {

  private static final List<Path> PLACES =
      List.of(
          Path.of("/usr/bin/chromium"),
          Path.of("/usr/bin/chromium-browser"),
          Path.of("/snap/bin/chromium"),
          Path.of("/Applications/Chromium.app/Contents/MacOS/Chromium"));

  /** Stops Playwright from downloading three browsers on its own. */
  private static final Map<String, String> FETCH_NOTHING =
      Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");

  private static final long MINUTES_TO_FETCH = 10;

  private final Optional<Path> executable;
  private final Playwright playwright;

  private Chromium(Optional<Path> executable) {
    this.executable = executable;
    this.playwright = Playwright.create(new Playwright.CreateOptions().setEnv(FETCH_NOTHING));
    // The default of 5 s is too short on a busy machine.
    PlaywrightAssertions.setDefaultAssertionTimeout(30_000);
  }

  /**
   * Finds Chromium at {@code PRESENCE_CHROMIUM} or in the usual places. Otherwise, Playwright
   * downloads its own. The test is skipped if the download fails.
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

  /**
   * Downloads Chromium into Playwright's cache in the home directory, unless it is there already.
   *
   * @return whether Playwright has a Chromium of its own now
   */
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

  /**
   * Launches a browser whose contexts are isolated from each other. Closing this object ends it.
   */
  public Browser launch() {
    BrowserType.LaunchOptions options = new BrowserType.LaunchOptions();
    executable.ifPresent(options::setExecutablePath);
    return playwright.chromium().launch(options);
  }

  /**
   * Launches a browser with an extension. Closing this object ends it.
   *
   * @param language the language of the browser's own menus, such as {@code ko}
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

  /**
   * Returns the environment of the browser. On Linux, Chromium takes its language from there, and
   * on other systems from its option.
   */
  private static Map<String, String> environment(String language) {
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.put("LANGUAGE", language);
    return environment;
  }

  /** Saves a screenshot of a page for a person to check. */
  public static void screenshot(Page page, String name) {
    page.screenshot(
        new Page.ScreenshotOptions()
            .setFullPage(true)
            .setPath(Build.output("screenshots/" + name + ".png")));
  }

  @Override
  public void close() {
    playwright.close();
  }
}
