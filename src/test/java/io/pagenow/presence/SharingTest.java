package io.pagenow.presence;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pagenow.presence.testing.JavaScriptModule;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What friends see of a page by the rules of the extension. */
class SharingTest {

  /** As the build assembles the extension, with what it shares with the live page. */
  private static final JavaScriptModule MODULE =
      new JavaScriptModule(Path.of("target/extension/chrome/sharing.js"));

  private static final String PAGE = "https://www.shared.test/a/b?q=1#f";

  @ParameterizedTest
  @CsvSource({
    "hidden, '', ''",
    "domain, https://www.shared.test/, ''",
    "title, https://www.shared.test/, Title",
    "page, https://www.shared.test/a/b, Title",
    "all, https://www.shared.test/a/b?q=1#f, Title",
  })
  void levelSaysHowMuchOfAPageIsShown(String level, String url, String title) {
    JsonObject page = shared(tab(PAGE), settings().add("level", level));

    assertEquals(url, page.getString("url"));
    assertEquals(title, page.getString("title"));
  }

  @Test
  void siteAndTitleAreTheDefault() {
    String defaults =
        MODULE
            .evaluate(
                "import(new URL('settings.js', '"
                    + MODULE.path().toUri()
                    + "')).then((settings) => settings.DEFAULTS)",
                Json.createValue(1))
            .asJsonObject()
            .getString("level");

    assertEquals("title", defaults);
  }

  @Test
  void pageInAPrivateWindowIsNeverShown() {
    JsonObjectBuilder privateTab = tab(PAGE).add("incognito", true);

    assertEquals("", shared(privateTab, settings().add("level", "all")).getString("url"));
  }

  @Test
  void nothingIsShownDuringAPause() {
    assertEquals("", shared(tab(PAGE), settings().add("pausedUntil", 4e12)).getString("url"));
  }

  @Test
  void levelOfTheMostSpecificSiteCounts() {
    JsonObjectBuilder sites =
        Json.createObjectBuilder()
            .add("other.test", "page")
            .add("mail.other.test", "hidden")
            .add("shared.test", "domain");

    for (String[] expected :
        new String[][] {
          {"https://other.test/x?y", "https://other.test/x"},
          {"https://mail.other.test/x", ""},
          {"https://a.mail.other.test/x", ""},
          {"https://shared.test/x", "https://shared.test/"},
          {"https://unknown.test/", ""},
        }) {
      assertEquals(
          expected[1], shared(tab(expected[0]), settings().add("sites", sites)).getString("url"));
      sites =
          Json.createObjectBuilder()
              .add("other.test", "page")
              .add("mail.other.test", "hidden")
              .add("shared.test", "domain");
    }
  }

  @Test
  void denyListWinsOverTheLevelOfASite() {
    JsonObjectBuilder settings =
        settings()
            .add("shareMode", "default_all")
            .add("deny", Json.createArrayBuilder().add("bank.test"))
            .add("sites", Json.createObjectBuilder().add("bank.test", "all"));

    assertEquals("", shared(tab("https://bank.test/"), settings).getString("url"));
  }

  @ParameterizedTest
  @CsvSource({
    // The user chose the account, or the lists, or has typed lists before.
    "false, shared.test, account.test",
    "true, shared.test, shared.test",
    "null, shared.test, shared.test",
    "null, '', account.test",
  })
  void rulesOfTheAccountCountUnlessTheUserHasLists(String own, String list, String shown) {
    for (String site : new String[] {"shared.test", "account.test"}) {
      JsonObjectBuilder settings =
          settings()
              .add("allow", list(list))
              .add("account", account())
              .add("ownRules", own.equals("null") ? JsonValue.NULL : bool(own));
      assertEquals(
          site.equals(shown) ? "https://" + site + "/" : "",
          shared(tab("https://" + site + "/x"), settings).getString("url"));
    }
  }

  @Test
  void levelOfASiteDoesNotWinOverTheAccount() {
    JsonObjectBuilder settings =
        settings()
            .add("account", account())
            .add("ownRules", false)
            .add("sites", Json.createObjectBuilder().add("shared.test", "all"));

    assertEquals("", shared(tab(PAGE), settings).getString("url"));
  }

  private static JsonObjectBuilder account() {
    return Json.createObjectBuilder()
        .add("shareMode", "default_none")
        .add("allow", list("account.test"))
        .add("deny", list(""));
  }

  private static JsonArrayBuilder list(String entry) {
    JsonArrayBuilder list = Json.createArrayBuilder();
    return entry.isEmpty() ? list : list.add(entry);
  }

  private static JsonValue bool(String text) {
    return text.equals("true") ? JsonValue.TRUE : JsonValue.FALSE;
  }

  private static JsonObjectBuilder tab(String url) {
    return Json.createObjectBuilder().add("url", url).add("title", "Title");
  }

  private static JsonObjectBuilder settings() {
    return Json.createObjectBuilder()
        .add("shareMode", "default_none")
        .add("allow", Json.createArrayBuilder().add("shared.test"))
        .add("deny", Json.createArrayBuilder())
        .add("level", "title")
        .add("sites", Json.createObjectBuilder())
        .addNull("account")
        .add("pausedUntil", 0);
  }

  private static JsonObject shared(JsonObjectBuilder tab, JsonObjectBuilder settings) {
    JsonObject input = Json.createObjectBuilder().add("tab", tab).add("settings", settings).build();
    return MODULE.evaluate("module.sharedPage(input.tab, input.settings)", input).asJsonObject();
  }
}
