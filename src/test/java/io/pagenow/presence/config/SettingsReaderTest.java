package io.pagenow.presence.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.config.Settings.Endpoint;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsReaderTest {

  private static final Map<String, String> ISSUER =
      Map.of("PRESENCE_JWT_ISSUER", "https://issuer.example.com");

  @Test
  void theDefaultsMatchTheContract() {
    Settings settings = read(ISSUER);

    assertEquals(Duration.ofMinutes(3), settings.timeout());
    assertEquals(Duration.ofSeconds(10), settings.reconnectGrace());
    assertEquals(1, settings.redis().partitions());
    assertEquals(
        Set.of("http://localhost:4200", "chrome-extension://lplobiaakhgkjcldopgkbcibeilddbmc"),
        settings.origins());
    assertEquals(new Endpoint("localhost", 6379), settings.redis().primary());
    assertEquals(new Endpoint("localhost", 6379), settings.redis().reader());
    assertEquals(null, settings.redis().username());
    assertEquals(false, settings.redis().tls());
    assertEquals(false, settings.redis().hasReplica());
    assertEquals(16, settings.redis().readers());
    assertEquals(new Settings.Sharing(true, false), settings.sharing());
    assertEquals(131_072, settings.sockets().maxMessageBytes());
    assertEquals(20, settings.sockets().messagesPerSecond());
    assertEquals(60, settings.sockets().messageBurst());
    assertEquals(20, settings.sockets().maxConnections());
    assertEquals(Set.of(), settings.tokens().audience());
  }

  @Test
  void settingsAreLoggedWithoutThePassword() {
    Map<String, String> values = new HashMap<>(ISSUER);
    values.put("REDIS_PASSWORD", "not-for-logs");

    String logged = read(values).toString();
    assertFalse(logged.contains("not-for-logs"), logged);
    assertTrue(logged.contains("localhost"), logged);
  }

  @Test
  void sharingRulesAreEnforcedUnlessTheSettingIsFalse() {
    Map<String, String> values = new HashMap<>(ISSUER);
    values.put("PRESENCE_ENFORCE_SHARING", "FALSE");
    values.put("PRESENCE_STRIP_QUERY", "true");
    assertEquals(new Settings.Sharing(false, true), read(values).sharing());

    values.put("PRESENCE_ENFORCE_SHARING", "off");
    String message = assertThrows(IllegalArgumentException.class, () -> read(values)).getMessage();

    assertEquals("PRESENCE_ENFORCE_SHARING must be true or false, not 'off'", message);
  }

  @Test
  void theCognitoPoolDeterminesTheIssuerAndItsKeys() {
    Settings.Tokens tokens =
        read(Map.of("AWS_REGION", "ap-northeast-2", "COGNITO_POOL_ID", "ap-northeast-2_x"))
            .tokens();

    String issuer = "https://cognito-idp.ap-northeast-2.amazonaws.com/ap-northeast-2_x";
    assertEquals(issuer, tokens.issuer());
    assertEquals(URI.create(issuer + "/.well-known/jwks.json"), tokens.keys());
  }

  @Test
  void aConfiguredIssuerOverridesCognitoAndMayHaveAnotherKeyUrl() {
    Settings.Tokens tokens =
        read(Map.of(
                "AWS_REGION", "r",
                "COGNITO_POOL_ID", "p",
                "PRESENCE_JWT_ISSUER", "https://issuer.example.com",
                "PRESENCE_JWKS_URL", "https://keys.example.com/jwks",
                "PRESENCE_JWT_AUDIENCE", "web, extension,"))
            .tokens();

    assertEquals("https://issuer.example.com", tokens.issuer());
    assertEquals(URI.create("https://keys.example.com/jwks"), tokens.keys());
    assertEquals(Set.of("web", "extension"), tokens.audience());
  }

  @Test
  void aMissingIssuerIsAnError() {
    assertTrue(message(Map.of("AWS_REGION", "r")).contains("COGNITO_POOL_ID"));
  }

  @Test
  void theReaderEndpointDefaultsToThePrimary() {
    Map<String, String> names = new HashMap<>(ISSUER);
    names.put("REDIS_PRIMARY_ENDPOINT_ADDRESS", "primary");
    names.put("REDIS_PRIMARY_ENDPOINT_PORT", "7000");
    names.put("REDIS_READER_ENDPOINT_ADDRESS", "none");
    names.put("REDIS_READER_ENDPOINT_PORT", "none");
    assertEquals(new Endpoint("primary", 7000), read(names).redis().reader());

    names.put("REDIS_READER_ENDPOINT_ADDRESS", "reader");
    assertEquals(new Endpoint("reader", 6379), read(names).redis().reader());
    assertEquals(true, read(names).redis().hasReplica());

    names.put("REDIS_PRIMARY_ENDPOINT_ADDRESS", "none");
    names.put("REDIS_PRIMARY_ENDPOINT_PORT", "none");
    assertEquals(new Endpoint("localhost", 6379), read(names).redis().primary());
  }

  @Test
  void originsAreSeparatedByCommas() {
    assertTrue(
        with("CLIENT_URL", "https://chat.example.com , https://www.example.com,,")
            .origins()
            .containsAll(Set.of("https://chat.example.com", "https://www.example.com")));
  }

  @Test
  void anEmptyValueCountsAsMissing() {
    assertEquals(Duration.ofMinutes(3), with("TIMEOUT", "").timeout());
    assertEquals(null, with("REDIS_PASSWORD", "").redis().password());
  }

  @ParameterizedTest
  @CsvSource({
    "TIMEOUT, 0",
    "PRESENCE_RECONNECT_GRACE, -1",
    "PRESENCE_PARTITIONS, 0",
    "TIMEOUT, -5",
    "TIMEOUT, 3m",
    "TIMEOUT, 99999999999999999999",
    "REDIS_PRIMARY_ENDPOINT_PORT, 65536",
    "PRESENCE_REDIS_READERS, 0",
    "PRESENCE_MAX_MESSAGE_BYTES, 10",
    "PRESENCE_MESSAGES_PER_SECOND, 0",
    "PRESENCE_MAX_CONNECTIONS, many",
  })
  void anInvalidValueIsReportedWithItsName(String name, String value) {
    Map<String, String> values = new HashMap<>(ISSUER);
    values.put(name, value);

    assertTrue(message(values).contains(name));
    assertTrue(message(values).contains(value));
  }

  private static Settings with(String name, String value) {
    Map<String, String> values = new HashMap<>(ISSUER);
    values.put(name, value);
    return read(values);
  }

  private static String message(Map<String, String> values) {
    return String.valueOf(
        assertThrows(IllegalArgumentException.class, () -> read(values)).getMessage());
  }

  private static Settings read(Map<String, String> values) {
    return new SettingsReader(
            new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(values, "test", 100))
                .build())
        .read();
  }
}
