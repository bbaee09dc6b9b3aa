package io.pagenow.presence.websocket;

import io.undertow.server.HttpServerExchange;
import io.undertow.servlet.spec.HttpServletRequestImpl;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;

/**
 * What WildFly remembers of a handshake for as long as its socket is open, though nobody asks for
 * it: some 1.6 KB, most of it the token.
 */
final class UndertowHandshake {

  private UndertowHandshake() {}

  /** Has the server forget it. The answer is complete by now; on other servers nothing happens. */
  static void forget(ServletRequest request) {
    ServletRequest servers = request;
    while (servers instanceof ServletRequestWrapper wrapper) {
      servers = wrapper.getRequest();
    }
    // By name: other servers have not got the class.
    if (servers.getClass().getName().equals("io.undertow.servlet.spec.HttpServletRequestImpl")) {
      Undertow.forget(servers);
    }
  }

  private static final class Undertow {

    static void forget(ServletRequest request) {
      HttpServerExchange exchange = ((HttpServletRequestImpl) request).getExchange();
      exchange.setQueryString("");
      exchange.getQueryParameters().clear();
      exchange.getRequestHeaders().clear();
    }
  }
}
