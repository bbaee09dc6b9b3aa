package io.pagenow.presence.it.deployment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.it.SharedServers;
import io.pagenow.presence.it.TestEnvironment;
import io.pagenow.presence.it.client.Http;
import io.pagenow.presence.it.client.RawSocket;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Paths and protocols on the port of a server that {@code server-config/} prepared. Clients reach
 * only the application, and no services of the server itself.
 */
class PublicPortIT extends SharedServers {

  /** Paths that WildFly or Payara, or their own applications, serve by default. */
  static final List<String> DOORS =
      List.of(
          "",
          "index.html",
          "favicon.ico",
          "wildfly.png",
          "noredirect.html",
          "wildfly-services",
          "wildfly-services/ejb/v1/open",
          "console",
          "console/index.html",
          "management",
          "metrics",
          "metrics/base",
          "openapi",
          "openapi/",
          "openapi-ui/",
          "health",
          "health/live",
          "health/ready",
          "health/started",
          "__asadmin",
          "asadmin",
          "common/index.jsf",
          "css/styles.css",
          "rest-monitoring",
          "ejb-invoker");

  /** Protocols that a server may switch to: the first two on WildFly, h2c on both servers. */
  static final List<String> UPGRADES =
      List.of("jboss-remoting", "jboss-management", "h2c", "h2", "HTTP/2.0", "TLS/1.2");

  @ParameterizedTest
  @FieldSource("DOORS")
  void doorOfTheServersOwnIsClosed(String path) throws IOException {
    Http.Answer answer = Http.get(nodeA.resolve("/"), path).send();

    // Payara answers 403 for a disabled service.
    assertTrue(answer.status() == 404 || answer.status() == 403, answer.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"openapi", "health", "application.wadl", "WEB-INF/web.xml"})
  void doorOfTheServersOwnIsClosedBelowTheApplicationToo(String path) throws IOException {
    assertEquals(404, Http.get(nodeA, path).send().status());
  }

  /** Balancers close /metrics, but may forward other spellings of the path. */
  @ParameterizedTest
  @ValueSource(strings = {"metrics;a=b", "%6Detrics", "metrics/"})
  void metricsHaveOneSpelling(String path) throws IOException {
    String secret = "Bearer " + TestEnvironment.METRICS_SECRET;
    Http.Answer answer = Http.get(nodeA, path).header("Authorization", secret).send();

    assertEquals(404, answer.status(), answer.toString());
  }

  @ParameterizedTest
  @FieldSource("UPGRADES")
  void onlyWebSocketsAreUpgradedTo(String protocol) throws IOException {
    for (String path : List.of("", "health/ready", "api/presence", "ws")) {
      assertNotEquals(101, upgrade(nodeA, path, protocol).status(), path);
    }
    assertNotEquals(101, upgrade(nodeA.resolve("/"), "", protocol).status());
  }

  /**
   * A client may start with HTTP/2 if it knows that the server supports it (RFC 9113, section 3.3).
   */
  @Test
  void http2IsNotSpoken() throws IOException {
    try (RawSocket socket = RawSocket.connect(nodeA)) {
      socket.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");

      assertFalse(socket.isHttp2());
    }
  }

  /** Requests an upgrade to another protocol, like a client of that protocol. */
  static Http.Answer upgrade(URI application, String path, String protocol) throws IOException {
    return Http.get(application, path)
        .header("Connection", "Upgrade, HTTP2-Settings")
        .header("Upgrade", protocol)
        .header("HTTP2-Settings", "AAMAAABkAARAAAAAAAIAAAAA")
        .header("Sec-JbossRemoting-Key", "dGhlIHNhbXBsZSBub25jZQ==")
        .send();
  }
}
