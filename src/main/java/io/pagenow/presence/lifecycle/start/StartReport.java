package io.pagenow.presence.lifecycle.start;

import io.pagenow.presence.config.Settings;
import io.pagenow.presence.config.Settings.Endpoint;
import io.pagenow.presence.delivery.Hub;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.io.InputStream;
import java.util.jar.Attributes.Name;
import java.util.jar.Manifest;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/** The log line about the settings in force at the start. It has no secret. */
@Singleton
final class StartReport {

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

  /** Returns the version of an application. */
  static String version(ServletContext application) {
    try (InputStream manifest = application.getResourceAsStream("/META-INF/MANIFEST.MF")) {
      if (manifest != null) {
        String version =
            new Manifest(manifest).getMainAttributes().getValue(Name.IMPLEMENTATION_VERSION);
        return version == null ? UNKNOWN : version;
      }
    } catch (IOException e) {
      return UNKNOWN; // The line is worth more than its version.
    }
    return UNKNOWN;
  }

  /**
   * Returns one line about the settings in force.
   *
   * @param version the version of the application
   */
  String summary(String version) {
    return "Presence API %s starts as node %s: issuer %s, keys %s, audience %s; Redis %s; database %s; %s; sharing rules %s; history %s; operators %s; metrics %s"
        .formatted(
            version,
            node,
            settings.tokens().issuer(),
            settings.tokens().keys(),
            settings.tokens().audience().isEmpty()
                ? "not checked"
                : String.join(", ", settings.tokens().audience()),
            redis(),
            database(),
            limits(),
            settings.sharing().enforced() ? "enforced" : "not enforced",
            settings.operations().history().isZero()
                ? "off"
                : settings.operations().history().toDays() + " days",
            settings.operations().operatorGroup() == null
                ? "none"
                : "group " + settings.operations().operatorGroup(),
            settings.operations().metricsSecret() == null ? "off" : "on");
  }

  private String redis() {
    Settings.Redis redis = settings.redis();
    return "%s%s, user %s, %d %spartition(s), TLS %s"
        .formatted(
            address(redis.primary()),
            redis.hasReplica() ? " (reader " + address(redis.reader()) + ")" : "",
            redis.username() == null ? "default" : redis.username(),
            redis.partitions(),
            redis.numberedPartitions() ? "numbered " : "",
            redis.tls() ? "on" : "off");
  }

  private String limits() {
    Settings.Sockets limits = settings.sockets();
    return "timeout %d s, grace period %d s; a user may have %d connections, each with %d messages a second of %d bytes"
        .formatted(
            settings.timeout().toSeconds(),
            settings.reconnectGrace().toSeconds(),
            limits.maxConnections(),
            limits.messagesPerSecond(),
            limits.maxMessageBytes());
  }

  private String database() {
    return variable("RDS_HOST", "(RDS_HOST is not set)")
        + ":"
        + variable("RDS_PORT", "5432")
        + "/"
        + variable("RDS_DB_NAME", "(RDS_DB_NAME is not set)")
        + ", TLS "
        + variable("RDS_SSL_MODE", "verify-full");
  }

  private String variable(String name, String otherwise) {
    return server.getOptionalValue(name, String.class).orElse(otherwise);
  }

  private static String address(Endpoint endpoint) {
    return endpoint.host() + ":" + endpoint.port();
  }
}
