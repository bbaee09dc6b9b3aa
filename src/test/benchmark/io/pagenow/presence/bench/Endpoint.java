package io.pagenow.presence.bench;

import java.net.URI;

/**
 * Where and how a client opens a connection.
 *
 * @param address the address of the WebSocket
 * @param dialect the messages of the server
 */
record Endpoint(URI address, Dialect dialect) {

  /** The path of the snapshots, which is the same everywhere. */
  static final String SNAPSHOTS = "/presence-api/api/presence";

  /** The path of the WebSocket of the application, the baseline and the bare server. */
  static final String SOCKET = "/presence-api/ws";

  /** Returns an endpoint with the messages of the application. */
  static Endpoint plain(URI address) {
    return new Endpoint(address, new PlainDialect());
  }

  /** Returns the address at which a user opens a connection without a token. */
  static URI ofNumber(int port, int user) {
    return local(port, SOCKET + "?user=" + user);
  }

  /** Returns the address at which the user of a token opens a connection. */
  static URI ofToken(int port, String token) {
    return local(port, SOCKET + "?Authorization=" + token);
  }

  static URI local(int port, String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  /** Returns an endpoint with the same messages elsewhere. */
  Endpoint at(URI other) {
    return new Endpoint(other, dialect);
  }
}
