package io.pagenow.presence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the stores check first: the manifests and the texts of the extension. */
class ExtensionManifestTest {

  private static final Path EXTENSION = Path.of("src/main/extension");

  /** Each one has a reason on the privacy page. */
  private static final Set<String> PERMISSIONS =
      Set.of("alarms", "identity", "sidePanel", "storage", "tabs");

  @ParameterizedTest
  @ValueSource(strings = {"chrome", "firefox"})
  void extensionAsksForNoMoreThanItNeeds(String browser) throws IOException {
    JsonObject manifest = read(EXTENSION.resolve(browser).resolve("manifest.json"));
    List<String> permissions = strings(manifest.getJsonArray("permissions"));

    assertTrue(PERMISSIONS.containsAll(permissions), permissions.toString());
    assertTrue(!manifest.containsKey("host_permissions"));
    assertTrue(!manifest.containsKey("content_scripts"));
    assertEquals("not_allowed", manifest.getString("incognito"));
    String reasons =
        read(EXTENSION.resolve("_locales/en/messages.json"))
            .getJsonObject("privacyPermissions")
            .getString("message");
    permissions.forEach(permission -> assertTrue(reasons.contains(permission), permission));
  }

  @Test
  void firefoxAsksForTheConsentToWhatIsSent() throws IOException {
    JsonObject gecko =
        read(EXTENSION.resolve("firefox/manifest.json"))
            .getJsonObject("browser_specific_settings")
            .getJsonObject("gecko");

    assertEquals(
        List.of("authenticationInfo", "browsingActivity"),
        strings(gecko.getJsonObject("data_collection_permissions").getJsonArray("required")));
  }

  @Test
  void bothLanguagesHaveTheSameTexts() throws IOException {
    assertEquals(
        read(EXTENSION.resolve("_locales/en/messages.json")).keySet(),
        read(EXTENSION.resolve("_locales/ko/messages.json")).keySet());
  }

  private static JsonObject read(Path file) throws IOException {
    try (var reader = Json.createReader(Files.newBufferedReader(file))) {
      return reader.readObject();
    }
  }

  private static List<String> strings(JsonArray array) {
    return array.getValuesAs(JsonString.class).stream().map(JsonString::getString).toList();
  }
}
