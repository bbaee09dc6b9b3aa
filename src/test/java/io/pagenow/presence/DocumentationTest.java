package io.pagenow.presence;

import static java.util.Objects.requireNonNullElse;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.config.Settings;
import io.pagenow.presence.delivery.Disconnect;
import io.pagenow.presence.model.Page;
import io.pagenow.presence.protocol.ErrorCode;
import io.pagenow.presence.protocol.ProblemType;
import io.pagenow.presence.protocol.ServerMessages;
import io.pagenow.presence.testing.Markdown;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Compares the documents with the code: tables of the protocol, settings, links, lengths. */
class DocumentationTest {

  private static final Path PROTOCOL = Path.of("docs/protocol.md");
  private static final Path CONFIGURATION = Path.of("docs/configuration.md");
  private static final String APPLICATION_SETTINGS = "Settings of the application";

  private static final Pattern CODE = Pattern.compile("`([^`]+)`");
  private static final Pattern SCRIPTED = Pattern.compile("\\$\\{([A-Z_]+)(?::([^${}]*))?[}$]");

  private final ReadSettings settings = new ReadSettings();

  @Test
  void protocolListsEveryErrorCode() throws IOException {
    assertEquals(
        Arrays.stream(ErrorCode.values())
            .map(code -> ServerMessages.error(code, ""))
            .map(json -> json.replaceFirst(".*\"code\":\"([^\"]+)\".*", "$1"))
            .collect(toSet()),
        names(Markdown.table(PROTOCOL, "Error codes")));
  }

  @Test
  void everyProblemTypeIsExplainedInProtocolAndPage() throws IOException {
    Set<String> types =
        Arrays.stream(ProblemType.values())
            .map(ProblemType::uri)
            .map(uri -> uri.substring(uri.indexOf('#')))
            .collect(toSet());

    assertEquals(types, names(Markdown.table(PROTOCOL, "Problem types")));
    assertEquals(
        types,
        Pattern.compile("<dt id=\"([a-z-]+)\">\\1 ")
            .matcher(Files.readString(Path.of("src/main/webapp/problems.html")))
            .results()
            .map(found -> "#" + found.group(1))
            .collect(toSet()));
  }

  @Test
  void protocolListsEveryCloseCode() throws IOException {
    Set<String> documented =
        Markdown.table(PROTOCOL, "Close codes").stream()
            .map(row -> row.get(0) + " " + row.get(1) + " " + row.get(2).replaceFirst("\\W.*", ""))
            .collect(toSet());

    assertEquals(
        Arrays.stream(Disconnect.values())
            .map(d -> d.code() + " `" + d.reason() + "` " + (d.meansReconnect() ? "yes" : "no"))
            .collect(toSet()),
        documented);
  }

  @Test
  void limitsOfTheProtocolAreTheDefaultsOfTheirSettings() throws IOException {
    Map<String, String> defaults = defaults(Markdown.table(CONFIGURATION, APPLICATION_SETTINGS));
    List<List<String>> limits = Markdown.table(PROTOCOL, "Limits");

    for (List<String> row : limits) {
      for (String setting : names(List.of(List.of(row.get(2))))) {
        assertEquals(defaults.get(setting), firstNumber(row.get(1)), row.toString());
      }
    }
    assertEquals(Page.MAX_URL_BYTES + "", firstNumber(limitOf(limits, "url")));
    assertEquals(Page.MAX_TITLE_LENGTH + "", firstNumber(limitOf(limits, "title")));
  }

  @Test
  void everySettingThatIsReadIsDocumentedAndNoOther() throws IOException {
    read("TIMEOUT", "");
    read("PRESENCE_JWT_ISSUER", "");

    assertEquals(settings.asked(), names(Markdown.table(CONFIGURATION, APPLICATION_SETTINGS)));
  }

  @Test
  void settingsHaveTheDocumentedDefaultsAndLimits() throws IOException {
    for (List<String> row : Markdown.table(CONFIGURATION, APPLICATION_SETTINGS)) {
      String name = names(List.of(row)).iterator().next();
      String value = firstCode(row.get(1)).replace("<issuer>", "https://issuer.example");
      Settings unset = read(name, "");
      if (!value.isEmpty()) {
        assertEquals(unset, read(name, value), row.toString());
      }
      if (row.get(2).matches("\\d+ to \\d+")) {
        String message =
            assertThrows(IllegalArgumentException.class, () -> read(name, "no number"))
                .getMessage();
        assertTrue(message.contains(" from " + row.get(2) + ", "), message);
      } else if (row.get(2).equals("`true` or `false`")) {
        assertThrows(IllegalArgumentException.class, () -> read(name, "no truth value"));
      } else if (row.get(2).equals("at least 16 characters")) {
        assertThrows(IllegalArgumentException.class, () -> read(name, "15 characters.."));
        read(name, "16 characters...");
      } else if (!name.endsWith("_URL") && !name.startsWith("PRESENCE_SIGN_IN_")) {
        read(name, "no-number"); // This setting is neither a number nor a URL, and has no limits.
      }
    }
  }

  @Test
  void settingsOfTheServersAreThoseOfTheirScripts() throws IOException {
    Map<String, String> scripted =
        Files.readAllLines(Path.of("server-config/wildfly/configure.cli")).stream()
            .filter(line -> !line.startsWith("#"))
            .flatMap(line -> SCRIPTED.matcher(line).results())
            .collect(
                toMap(
                    found -> found.group(1),
                    // A required setting has a text in place of a default, which names the setting.
                    found ->
                        requireNonNullElse(found.group(2), "").replaceFirst(".*-is-not-set.*", ""),
                    (first, again) -> first));
    scripted.put("RDS_SSL_ROOT_CERT", "~/.postgresql/root.crt");

    assertEquals(scripted, defaults(Markdown.table(CONFIGURATION, "Settings of the server")));
  }

  @Test
  void propertiesOfTheLocalRunAreThoseOfTheBuild() throws IOException {
    String pom = Files.readString(Path.of("pom.xml"));
    defaults(Markdown.table(CONFIGURATION, "Properties of the local run"))
        .forEach((name, value) -> assertTrue(pom.contains("<" + name + ">" + value + "</"), name));
  }

  @Test
  void readmeIsShort() throws IOException {
    assertTrue(Files.readAllLines(Path.of("README.md")).size() <= 150);
  }

  @Test
  void relativeLinksLeadSomewhere() throws IOException {
    List<String> broken = new ArrayList<>();
    List<Path> pages = Markdown.pages(Path.of(""));
    for (Path page : pages) {
      broken.addAll(Markdown.brokenLinks(page));
    }
    assertTrue(pages.contains(PROTOCOL));
    assertEquals(List.of(), broken);
  }

  private Settings read(String name, String value) {
    return settings.read(name, value);
  }

  private static Set<String> names(List<List<String>> rows) {
    return rows.stream()
        .flatMap(row -> CODE.matcher(row.get(0)).results())
        .map(found -> found.group(1))
        .collect(toSet());
  }

  private static Map<String, String> defaults(List<List<String>> rows) {
    return rows.stream().collect(toMap(row -> firstCode(row.get(0)), row -> firstCode(row.get(1))));
  }

  private static String limitOf(List<List<String>> limits, String name) {
    return limits.stream().filter(row -> row.get(0).equals(name)).findFirst().orElseThrow().get(1);
  }

  private static String firstCode(String cell) {
    return CODE.matcher(cell).results().map(found -> found.group(1)).findFirst().orElse("");
  }

  private static String firstNumber(String cell) {
    return cell.replace(",", "").replaceFirst("^\\D*(\\d+).*", "$1");
  }
}
