package io.pagenow.presence.lifecycle.start;

import io.pagenow.presence.config.Settings;
import io.pagenow.presence.model.UnavailableException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * The log line about a service that does not answer at the start: what was tried, with which
 * settings, the cause, and what to do. No line has a secret.
 */
@Singleton
final class StartTrouble {

  private static final List<String> NEEDED_FOR_DATABASE =
      List.of("RDS_HOST", "RDS_DB_NAME", "RDS_USERNAME", "RDS_PASSWORD");

  /** What to do if the causes match; the first match counts. The last row matches all. */
  private static final Map<String, List<Advice>> ADVICE =
      Map.of(
          "Redis",
          List.of(
              advice("NOAUTH", "Set REDIS_PASSWORD"),
              advice("without any password", "Remove REDIS_PASSWORD: this Redis has no password"),
              advice("WRONGPASS|invalid password", "Correct REDIS_USERNAME or REDIS_PASSWORD"),
              advice(
                  "certification path", "Set REDIS_TLS_ROOT_CERT to the CA certificate of Redis"),
              advice(
                  "name matching|alternative name",
                  "Use a host name of the certificate in REDIS_PRIMARY_ENDPOINT_ADDRESS"),
              advice("SSL message|plaintext", "Set REDIS_TLS=false: this Redis has no TLS"),
              advice(
                  "cluster slots|Cluster support",
                  "Set PRESENCE_PARTITIONS=1, or use a Redis Cluster"),
              advice(
                  "",
                  "Correct REDIS_PRIMARY_ENDPOINT_ADDRESS, REDIS_PRIMARY_ENDPOINT_PORT or REDIS_TLS,"
                      + " or open the network to Redis")),
          "The user database",
          List.of(
              advice("authentication failed", "Correct RDS_USERNAME or RDS_PASSWORD"),
              advice("database .* does not exist", "Correct RDS_DB_NAME"),
              advice(
                  "SSL root cert|certification path|certificate",
                  "Set RDS_SSL_ROOT_CERT to the CA certificate of the database"),
              advice("support SSL", "Switch on TLS in the database, or set RDS_SSL_MODE=disable"),
              advice(
                  "permission denied",
                  "Grant SELECT on user_table and friendship_table to RDS_USERNAME"),
              advice("", "Correct RDS_HOST or RDS_PORT, or open the network to the database")),
          "The token issuer",
          List.of(
              advice(
                  "certification path",
                  "Add the CA certificate of the issuer to the trust store of the JVM"
                      + " (javax.net.ssl.trustStore)"),
              advice(
                  "",
                  "Correct AWS_REGION and COGNITO_POOL_ID, or PRESENCE_JWT_ISSUER and"
                      + " PRESENCE_JWKS_URL, or open the network to the issuer")));

  private final Settings settings;
  private final Config server;

  private record Advice(Pattern cause, String text) {}

  @Inject
  StartTrouble(Settings settings) {
    this(settings, ConfigProvider.getConfig());
  }

  StartTrouble(Settings settings, Config server) {
    this.settings = settings;
    this.server = server;
  }

  /** Returns one line about a service that did not answer. */
  String line(UnavailableException failure) {
    String service = failure.detail().replace(" is not available", "");
    return "%s. Tried %s. Cause: %s. %s. Until then this node is not ready and retries"
        .formatted(
            failure.detail(), tried(service), rootCause(failure), adviceFor(service, failure));
  }

  private String tried(String service) {
    return switch (service) {
      case "Redis" -> redisSettings();
      case "The token issuer" -> "PRESENCE_JWKS_URL=" + settings.tokens().keys();
      default -> databaseSettings();
    };
  }

  private String redisSettings() {
    Settings.Redis redis = settings.redis();
    String reader =
        redis.hasReplica() ? ", reader " + redis.reader().host() + ":" + redis.reader().port() : "";
    return "REDIS_PRIMARY_ENDPOINT_ADDRESS=%s, REDIS_PRIMARY_ENDPOINT_PORT=%d, REDIS_TLS=%s, REDIS_USERNAME=%s, REDIS_PASSWORD %s%s"
        .formatted(
            redis.primary().host(),
            redis.primary().port(),
            redis.tls(),
            redis.username() == null ? "(not set)" : redis.username(),
            redis.password() == null ? "(not set)" : "(set)",
            reader);
  }

  private String databaseSettings() {
    return "RDS_HOST=%s, RDS_PORT=%s, RDS_DB_NAME=%s, RDS_USERNAME=%s, RDS_SSL_MODE=%s, RDS_PASSWORD %s"
        .formatted(
            variable("RDS_HOST", "(not set)"),
            variable("RDS_PORT", "5432"),
            variable("RDS_DB_NAME", "(not set)"),
            variable("RDS_USERNAME", "(not set)"),
            variable("RDS_SSL_MODE", "verify-full"),
            isSet("RDS_PASSWORD") ? "(set)" : "(not set)");
  }

  private String adviceFor(String service, Throwable failure) {
    List<String> missing = NEEDED_FOR_DATABASE.stream().filter(name -> !isSet(name)).toList();
    if (service.equals("The user database") && !missing.isEmpty()) {
      return "Set " + String.join(", ", missing) + ", and restart the server";
    }
    String causes =
        Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
            .map(String::valueOf)
            .reduce("", (all, cause) -> all + cause + "\n");
    return ADVICE.getOrDefault(service, List.of(advice("", "Check the network"))).stream()
        .filter(row -> row.cause().matcher(causes).find())
        .findFirst()
        .map(Advice::text)
        .orElseThrow();
  }

  private boolean isSet(String name) {
    return server.getOptionalValue(name, String.class).isPresent();
  }

  private String variable(String name, String otherwise) {
    return server.getOptionalValue(name, String.class).orElse(otherwise);
  }

  private static String rootCause(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String type = root == failure ? "unknown" : root.getClass().getSimpleName();
    // Some messages of the PostgreSQL driver have several lines.
    String message = root.getMessage() == null ? "" : root.getMessage().replaceAll("\\s+", " ");
    return root == failure || message.isEmpty()
        ? type
        : type + ": " + message.replaceFirst("\\.$", "");
  }

  private static Advice advice(String causes, String text) {
    return new Advice(Pattern.compile(causes), text);
  }
}
