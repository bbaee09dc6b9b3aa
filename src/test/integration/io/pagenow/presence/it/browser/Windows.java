package io.pagenow.presence.it.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * Browser windows, closed after each test. All test classes share one Chromium. Without Chromium,
 * the tests are skipped.
 */
@SuppressWarnings("NullAway.Init") // Set before each test.
public final class Windows implements BeforeEachCallback, AfterEachCallback {

  /** The browser, launched once and closed after the last test. */
  private record Launched(Chromium chromium, Browser browser) implements AutoCloseable {

    static Launched launch() {
      Chromium chromium = Chromium.find();
      return new Launched(chromium, chromium.launch());
    }

    @Override
    public void close() {
      chromium.close();
    }
  }

  private final List<String> errors = new ArrayList<>();
  private Browser browser;

  @Override
  public void beforeEach(ExtensionContext context) {
    browser =
        context
            .getRoot()
            .getStore(Namespace.GLOBAL)
            .getOrComputeIfAbsent(Launched.class, type -> Launched.launch(), Launched.class)
            .browser();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    if (browser != null) {
      List.copyOf(browser.contexts()).forEach(BrowserContext::close);
    }
  }

  /** Opens a browser context that shares no state, such as storage, with other contexts. */
  public BrowserContext browser(Browser.NewContextOptions options) {
    return browser.newContext(options);
  }

  /** Opens a window in a browser context of its own. */
  public Page open() {
    return watched(browser.newContext().newPage());
  }

  /** Opens a window on a Korean phone of 360 pixels, in dark mode. */
  public Page openDarkPhone() {
    return watched(
        browser(
                new Browser.NewContextOptions()
                    .setViewportSize(360, 740)
                    .setLocale("ko-KR")
                    .setHasTouch(true)
                    .setIsMobile(true)
                    .setColorScheme(ColorScheme.DARK))
            .newPage());
  }

  /** Records the errors that the browser reports in this window. */
  public Page watched(Page page) {
    page.onPageError(errors::add);
    page.onConsoleMessage(
        line -> {
          if (line.type().equals("error")) {
            errors.add(line.text());
          }
        });
    return page;
  }

  /** Returns the errors that the browser reported so far in this test. */
  public List<String> errors() {
    return errors;
  }
}
