package io.pagenow.presence.http;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestPathTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/presence-api/api/presence/google_337456865285275482928",
        "/presence-api/api/presence/%ED%99%8D",
        "/presence-api/api/presence/a%20b",
        "/presence-api/api/presence/a.b",
        "/presence-api/api/presence/..a",
        "/presence-api/api/presence/%25",
        "/presence-api/api/presence;matrix=b",
        "//presence-api///api",
        "/",
      })
  void aPlainPathIsAccepted(String path) {
    assertTrue(RequestPath.isPlain(path));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/%",
        "/api/%2",
        "/api/%zz",
        "/api/%u1234",
        "/api/%ff",
        "/api/%C0%AF",
        "/api/%ed%a0%80",
        "/api/%00",
        "/api/%0d%0a",
        "/api/%7f",
        "/api/a%2Fb",
        "/api/a%5cb",
        "/api/a\\b",
        "/api/../ws",
        "/api/..",
        "/api/.",
        "/api/./x",
        "/api/%2e%2e/ws",
        "/api/..;x=y/ws",
        "/api/a b",
        "/api/{x}",
        "/api/a|b",
        "/api/\u0001",
      })
  void aPathThatServersParseDifferentlyIsRefused(String path) {
    assertFalse(RequestPath.isPlain(path));
  }
}
