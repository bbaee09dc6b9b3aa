package io.pagenow.presence.config;

import io.pagenow.presence.config.Settings.Endpoint;
import io.pagenow.presence.config.Settings.Redis;
import io.pagenow.presence.config.Settings.Sockets;
import io.pagenow.presence.config.Settings.Tokens;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Reads the settings from MicroProfile Config: environment variables, or server properties of the
 * same names, which take precedence. {@code docs/configuration.md} lists them.
 */
public final class SettingsReader {

  /** Always allowed: the chat client in development, and the published extension. */
  private static final Set<String> WELL_KNOWN_ORIGINS =
      Set.of("http://localhost:4200", "chrome-extension://lplobiaakhgkjcldopgkbcibeilddbmc");

  private final Config config;

  /** Makes this class a CDI bean. Without this constructor CDI would ignore the producer method. */
  SettingsReader() {
    this(ConfigProvider.getConfig());
  }

  SettingsReader(Config config) {
    this.config = config;
  }

  /**
   * Reads the settings of this application.
   *
   * @throws IllegalArgumentException if a setting is missing or out of its limits; the message
   *     names the variable
   */
  @Produces
  @Singleton
  public static Settings settings() {
    return settings(ConfigProvider.getConfig());
  }

  /** Reads the settings from a given configuration, as {@link #settings()} does. */
  public static Settings settings(Config config) {
    return new SettingsReader(config).read();
  }

  Settings read() {
    return new Settings(
        Duration.ofMillis(number("TIMEOUT", 180_000, 1, Integer.MAX_VALUE)),
        Duration.ofMillis(number("PRESENCE_RECONNECT_GRACE", 10_000, 0, 600_000)),
        origins(),
        tokens(),
        redis(),
        new Sockets(
            number("PRESENCE_MAX_MESSAGE_BYTES", 131_072, 1_024, 16_777_216),
            number("PRESENCE_MESSAGES_PER_SECOND", 20, 1, 10_000),
            number("PRESENCE_MESSAGE_BURST", 60, 1, 10_000),
            number("PRESENCE_MAX_CONNECTIONS", 20, 1, 1_000),
            Duration.ofMillis(number("PRESENCE_PING_INTERVAL", 15_000, 100, 600_000)),
            Duration.ofMillis(number("PRESENCE_FRIENDS_REFRESH", 5_000, 100, 600_000))));
  }

  private Set<String> origins() {
    Set<String> origins = new LinkedHashSet<>(WELL_KNOWN_ORIGINS);
    origins.addAll(list("CLIENT_URL"));
    return Set.copyOf(origins);
  }

  private Tokens tokens() {
    String issuer =
        text("PRESENCE_JWT_ISSUER").or(this::cognito).orElseThrow(SettingsReader::noIssuer);
    String keys = text("PRESENCE_JWKS_URL").orElse(issuer + "/.well-known/jwks.json");
    return new Tokens(
        issuer,
        URI.create(keys),
        list("PRESENCE_JWT_AUDIENCE"),
        Duration.ofMillis(number("PRESENCE_TOKEN_GRACE", 3_600_000, 0, Integer.MAX_VALUE)));
  }

  private Optional<String> cognito() {
    return text("AWS_REGION")
        .flatMap(
            region ->
                text("COGNITO_POOL_ID")
                    .map(pool -> "https://cognito-idp." + region + ".amazonaws.com/" + pool));
  }

  private static IllegalArgumentException noIssuer() {
    return new IllegalArgumentException(
        "Set AWS_REGION and COGNITO_POOL_ID, or PRESENCE_JWT_ISSUER: no token issuer is configured");
  }

  private Redis redis() {
    Endpoint primary =
        endpoint("REDIS_PRIMARY_ENDPOINT_ADDRESS", "REDIS_PRIMARY_ENDPOINT_PORT")
            .orElse(new Endpoint("localhost", port("REDIS_PRIMARY_ENDPOINT_PORT", 6379)));
    Endpoint reader =
        endpoint("REDIS_READER_ENDPOINT_ADDRESS", "REDIS_READER_ENDPOINT_PORT").orElse(primary);
    return new Redis(
        primary,
        reader,
        text("REDIS_USERNAME").orElse(null),
        text("REDIS_PASSWORD").orElse(null),
        text("REDIS_TLS").map(Boolean::parseBoolean).orElse(false),
        text("REDIS_TLS_ROOT_CERT").map(Path::of).orElse(null),
        number("PRESENCE_REDIS_READERS", 16, 1, 1_000),
        number("PRESENCE_PARTITIONS", 1, 1, 1_024));
  }

  /** Returns empty if the address is missing or {@code none}. */
  private Optional<Endpoint> endpoint(String address, String port) {
    return text(address)
        .filter(host -> !host.equals("none"))
        .map(host -> new Endpoint(host, port(port, 6379)));
  }

  private int port(String name, int otherwise) {
    return text(name).filter(port -> !port.equals("none")).isEmpty()
        ? otherwise
        : number(name, otherwise, 1, 65_535);
  }

  private Optional<String> text(String name) {
    return config.getOptionalValue(name, String.class).map(String::strip).filter(s -> !s.isEmpty());
  }

  private Set<String> list(String name) {
    return text(name).stream()
        .flatMap(values -> Arrays.stream(values.split(",", -1)))
        .map(String::strip)
        .filter(value -> !value.isEmpty())
        .collect(Collectors.toUnmodifiableSet());
  }

  private int number(String name, int otherwise, int least, int most) {
    String text = text(name).orElse(null);
    if (text == null) {
      return otherwise;
    }
    try {
      int number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Reported below, together with the limits.
    }
    throw new IllegalArgumentException(
        name + " must be a whole number from " + least + " to " + most + ", not '" + text + "'");
  }
}
