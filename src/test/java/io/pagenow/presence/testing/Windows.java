package io.pagenow.presence.testing;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * Windows of a browser, closed after each test. One Chromium serves all classes that use this;
 * where there is none, each of their tests is skipped.
 */
@SuppressWarnings("NullAway.Init") // Set before each test.
public final class Windows implements BeforeEachCallback, AfterEachCallback {

  /** What is launched once and ended after the last test. */
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

  /** A browser that shares nothing with others, such as storage. */
  public BrowserContext browser(Browser.NewContextOptions options) {
    return browser.newContext(options);
  }

  /** A window of a browser of its own. */
  public Page open() {
    return watched(browser.newContext().newPage());
  }

  /** Notes what the browser complains about in that window. */
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

  /** What the browser complained about so far in this test. */
  public List<String> errors() {
    return errors;
  }
}
