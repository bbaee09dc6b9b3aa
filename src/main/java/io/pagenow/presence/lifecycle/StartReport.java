package io.pagenow.presence.lifecycle;

import io.pagenow.presence.config.Settings;
import io.pagenow.presence.config.Settings.Endpoint;
import io.pagenow.presence.delivery.Hub;
import io.pagenow.presence.model.UnavailableException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.io.InputStream;
import java.util.jar.Attributes.Name;
import java.util.jar.Manifest;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * The log lines of a start: the settings in force, and for a store that does not answer what was
 * tried, with which settings, and what to check. No line has a secret.
 */
@Singleton
final class StartReport {

  private static final String REDIS = "Redis";
  private static final String UNKNOWN = "of an unknown version";

  private final Settings settings;
  private final Config server;
  private final String node;

  @Inject
  StartReport(Settings settings, Hub hub) {
    this(settings, ConfigProvider.getConfig(), hub);
  }

  StartReport(Settings settings, Config server, Hub hub) {
    this.settings = settings;
    this.server = server;
    this.node = hub.node().value();
  }

  /**
   * Returns one line about the settings in force.
   *
   * @param application the application whose version the line has, if it is a servlet context
   */
  String summary(Object application) {
    Settings.Redis redis = settings.redis();
    Settings.Sockets limits = settings.sockets();
    return "Presence API %s starts as node %s: issuer %s; Redis %s%s, %d partition(s), TLS %s; database %s; timeout %d s; a user may have %d connections, with %d messages a second each; sharing rules %s; metrics %s"
        .formatted(
            version(application),
            node,
            settings.tokens().issuer(),
            address(redis.primary()),
            redis.hasReplica() ? " (reader " + address(redis.reader()) + ")" : "",
            redis.partitions(),
            redis.tls() ? "on" : "off",
            database(),
            settings.timeout().toSeconds(),
            limits.maxConnections(),
            limits.messagesPerSecond(),
            settings.sharing().enforced() ? "enforced" : "not enforced",
            settings.operations().metricsSecret() == null ? "off" : "on");
  }

  private static String version(Object application) {
    if (application instanceof ServletContext context) {
      try (InputStream manifest = context.getResourceAsStream("/META-INF/MANIFEST.MF")) {
        if (manifest != null) {
          String version =
              new Manifest(manifest).getMainAttributes().getValue(Name.IMPLEMENTATION_VERSION);
          return version == null ? UNKNOWN : version;
        }
      } catch (IOException e) {
        return UNKNOWN; // The line is worth more than its version.
      }
    }
    return UNKNOWN;
  }

  /** Returns one line about a store that did not answer. */
  String trouble(UnavailableException failure) {
    boolean isRedis = failure.detail().startsWith(REDIS);
    return failure.detail()
        + ". Tried "
        + (isRedis ? redisSettings() : databaseSettings())
        + ". Cause: "
        + rootCause(failure)
        + ". Check these settings and the network. The node retries, and answers 503 until then";
  }

  private String redisSettings() {
    Settings.Redis redis = settings.redis();
    return "REDIS_PRIMARY_ENDPOINT_ADDRESS=%s, REDIS_PRIMARY_ENDPOINT_PORT=%d, REDIS_TLS=%s, REDIS_USERNAME=%s, REDIS_PASSWORD %s"
            .formatted(
                redis.primary().host(),
                redis.primary().port(),
                redis.tls(),
                redis.username() == null ? "(not set)" : redis.username(),
                redis.password() == null ? "(not set)" : "(set)")
        + (redis.hasReplica() ? ", reader " + address(redis.reader()) : "");
  }

  private String databaseSettings() {
    return "RDS_HOST=%s, RDS_PORT=%s, RDS_DB_NAME=%s, RDS_USERNAME=%s, RDS_SSL_MODE=%s, RDS_PASSWORD %s"
        .formatted(
            variable("RDS_HOST", "(not set)"),
            variable("RDS_PORT", "5432"),
            variable("RDS_DB_NAME", "(not set)"),
            variable("RDS_USERNAME", "(not set)"),
            variable("RDS_SSL_MODE", "verify-full"),
            server.getOptionalValue("RDS_PASSWORD", String.class).isPresent()
                ? "(set)"
                : "(not set)");
  }

  private String database() {
    return variable("RDS_HOST", "(RDS_HOST is not set)")
        + ":"
        + variable("RDS_PORT", "5432")
        + "/"
        + variable("RDS_DB_NAME", "(RDS_DB_NAME is not set)");
  }

  private String variable(String name, String otherwise) {
    return server.getOptionalValue(name, String.class).orElse(otherwise);
  }

  private static String address(Endpoint endpoint) {
    return endpoint.host() + ":" + endpoint.port();
  }

  private static String rootCause(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String message = String.valueOf(root.getMessage()).replaceFirst("\\.$", "");
    return root == failure ? "unknown" : root.getClass().getSimpleName() + ": " + message;
  }
}
