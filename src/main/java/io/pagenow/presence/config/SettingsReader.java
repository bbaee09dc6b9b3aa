package io.pagenow.presence.config;

import io.pagenow.presence.config.Settings.Endpoint;
import io.pagenow.presence.config.Settings.Operations;
import io.pagenow.presence.config.Settings.Pages;
import io.pagenow.presence.config.Settings.Redis;
import io.pagenow.presence.config.Settings.Sharing;
import io.pagenow.presence.config.Settings.SignIn;
import io.pagenow.presence.config.Settings.Sockets;
import io.pagenow.presence.config.Settings.Tokens;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
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

  private static final Pattern WEB_ADDRESS =
      Pattern.compile("https?://[\\w.-]+(:\\d{1,5})?(/[\\w./~-]*)?");

  private final SettingValues values;

  /** Makes this class a CDI bean. Without this constructor CDI would ignore the producer method. */
  SettingsReader() {
    this(ConfigProvider.getConfig());
  }

  SettingsReader(Config config) {
    this.values = new SettingValues(config);
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
        Duration.ofMillis(values.number("TIMEOUT", 180_000, 1, Integer.MAX_VALUE)),
        Duration.ofMillis(values.number("PRESENCE_RECONNECT_GRACE", 10_000, 0, 600_000)),
        origins(),
        tokens(),
        new Sharing(
            values.flag("PRESENCE_ENFORCE_SHARING", true),
            values.flag("PRESENCE_STRIP_QUERY", false)),
        redis(),
        new Sockets(
            values.number("PRESENCE_MAX_MESSAGE_BYTES", 131_072, 1_024, 16_777_216),
            values.number("PRESENCE_MESSAGES_PER_SECOND", 20, 1, 10_000),
            values.number("PRESENCE_MESSAGE_BURST", 60, 1, 10_000),
            values.number("PRESENCE_MAX_CONNECTIONS", 20, 1, 1_000),
            Duration.ofMillis(values.number("PRESENCE_PING_INTERVAL", 15_000, 100, 600_000)),
            Duration.ofMillis(values.number("PRESENCE_FRIENDS_REFRESH", 3_000, 100, 600_000))),
        pages(),
        operations());
  }

  private Operations operations() {
    Duration kept = Duration.ofDays(values.number("PRESENCE_HISTORY_DAYS", 30, 1, 3_650));
    return new Operations(
        values.secret("PRESENCE_METRICS_SECRET").orElse(null),
        values.text("PRESENCE_OPERATOR_GROUP").orElse(null),
        values.flag("PRESENCE_HISTORY", false) ? kept : Duration.ZERO,
        Duration.ofMillis(values.number("PRESENCE_REHEARSAL", 5_000, 0, 60_000)));
  }

  private Set<String> origins() {
    Set<String> origins = new LinkedHashSet<>(WELL_KNOWN_ORIGINS);
    origins.addAll(values.list("CLIENT_URL"));
    return Set.copyOf(origins);
  }

  private Tokens tokens() {
    String issuer =
        values.text("PRESENCE_JWT_ISSUER").or(this::cognito).orElseThrow(SettingsReader::noIssuer);
    String keys = values.text("PRESENCE_JWKS_URL").orElse(issuer + "/.well-known/jwks.json");
    return new Tokens(
        issuer,
        URI.create(keys),
        values.list("PRESENCE_JWT_AUDIENCE"),
        Duration.ofMillis(values.number("PRESENCE_TOKEN_GRACE", 3_600_000, 0, Integer.MAX_VALUE)),
        values.flag("PRESENCE_TOKEN_IN_URL", true));
  }

  private Optional<String> cognito() {
    return values
        .text("AWS_REGION")
        .flatMap(
            region ->
                values
                    .text("COGNITO_POOL_ID")
                    .map(pool -> "https://cognito-idp." + region + ".amazonaws.com/" + pool));
  }

  private Pages pages() {
    return new Pages(
        signIn().orElse(null),
        address("PRESENCE_PROFILE_IMAGES_URL")
            .map(base -> base.toString().endsWith("/") ? base : URI.create(base + "/"))
            .orElse(null));
  }

  private Optional<SignIn> signIn() {
    Optional<URI> authorize = address("PRESENCE_SIGN_IN_URL");
    Optional<URI> token = address("PRESENCE_SIGN_IN_TOKEN_URL");
    Optional<String> clientId = values.text("PRESENCE_SIGN_IN_CLIENT_ID");
    if (authorize.isPresent() && token.isPresent() && clientId.isPresent()) {
      return Optional.of(new SignIn(authorize.get(), token.get(), clientId.get()));
    }
    if (authorize.isPresent() || token.isPresent() || clientId.isPresent()) {
      throw new IllegalArgumentException(
          "Set all of PRESENCE_SIGN_IN_URL, PRESENCE_SIGN_IN_TOKEN_URL and"
              + " PRESENCE_SIGN_IN_CLIENT_ID, or none of them");
    }
    return Optional.empty();
  }

  /** Reads the address of a web page. Its origin becomes part of a Content-Security-Policy. */
  private Optional<URI> address(String name) {
    return values
        .text(name)
        .map(
            text -> {
              if (!WEB_ADDRESS.matcher(text).matches()) {
                throw new IllegalArgumentException(
                    name + " must be an http: or https: URL, not '" + text + "'");
              }
              return URI.create(text);
            });
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
        values.text("REDIS_USERNAME").orElse(null),
        values.text("REDIS_PASSWORD").orElse(null),
        values.text("REDIS_TLS").map(Boolean::parseBoolean).orElse(false),
        values.text("REDIS_TLS_ROOT_CERT").map(Path::of).orElse(null),
        values.number("PRESENCE_REDIS_READERS", 16, 1, 1_000),
        values.number("PRESENCE_PARTITIONS", 1, 1, 1_024),
        values.flag("PRESENCE_NUMBERED_PARTITIONS", false));
  }

  /** Returns empty if the address is missing or {@code none}. */
  private Optional<Endpoint> endpoint(String address, String port) {
    return values
        .text(address)
        .filter(host -> !host.equals("none"))
        .map(host -> new Endpoint(host, port(port, 6379)));
  }

  private int port(String name, int otherwise) {
    return values.text(name).filter(port -> !port.equals("none")).isEmpty()
        ? otherwise
        : values.number(name, otherwise, 1, 65_535);
  }
}
