package io.pagenow.presence.wildfly;

import io.undertow.server.HttpServerExchange;
import io.undertow.server.HttpUpgradeListener;
import io.undertow.server.protocol.http.HttpServerConnection;
import io.undertow.servlet.spec.HttpServletRequestImpl;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** What a handshake on WildFly has beyond the standard API. */
final class UndertowHandshake {

  private UndertowHandshake() {}

  /**
   * Returns for how long a request waited before a thread took it. Returns zero if the listener of
   * the server has no {@code record-request-start-time}.
   */
  static Duration timeInQueue(ServletRequest request) {
    long start = exchangeOf(request).getRequestStartTime(); // of System.nanoTime
    return start == -1 ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - start);
  }

  /**
   * Makes the server release the parts of a handshake that it would keep while the socket is open:
   * request, response and the parser's buffers. They contain the token and take 40 % of the memory
   * of an idle socket. No code uses them. Call it before the response is complete.
   */
  static void forget(ServletRequest request) {
    if (exchangeOf(request).getConnection() instanceof HttpServerConnection connection) {
      Undertow.INTERNALS.ifPresent(internals -> internals.forgetOnceOpen(connection));
    }
  }

  private static HttpServerExchange exchangeOf(ServletRequest request) {
    ServletRequest servers = request;
    while (servers instanceof ServletRequestWrapper wrapper) {
      servers = wrapper.getRequest();
    }
    return ((HttpServletRequestImpl) servers).getExchange();
  }

  /**
   * The accessors of a connection's listeners. They are not public. If a version of Undertow lacks
   * them, it keeps the memory.
   */
  private record Undertow(
      Method getUpgradeListener, Method setUpgradeListener, Method setReadListener) {

    private static final Logger LOG = Logger.getLogger(UndertowHandshake.class.getName());

    private static final Optional<Undertow> INTERNALS = find();

    /**
     * Removes both listeners once the socket is open. The upgrade listener holds the exchange, and
     * the read listener holds the parser. Neither is called again after the upgrade.
     */
    private void forgetOnceOpen(HttpServerConnection connection) {
      HttpUpgradeListener opening = (HttpUpgradeListener) call(getUpgradeListener, connection);
      if (opening == null) { // The handshake was refused.
        return;
      }
      HttpUpgradeListener forgetting =
          (stream, exchange) -> {
            try {
              opening.handleUpgrade(stream, exchange);
            } finally {
              call(setUpgradeListener, connection, (Object) null);
              call(setReadListener, connection, (Object) null);
            }
          };
      call(setUpgradeListener, connection, forgetting);
    }

    private static @Nullable Object call(
        Method method, HttpServerConnection connection, @Nullable Object... arguments) {
      try {
        return method.invoke(connection, arguments);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }

    private static Optional<Undertow> find() {
      try {
        Class<?> readListener = accessor("getReadListener").getReturnType(); // not public either
        return Optional.of(
            new Undertow(
                accessor("getUpgradeListener"),
                accessor("setUpgradeListener", HttpUpgradeListener.class),
                accessor("setReadListener", readListener)));
      } catch (ReflectiveOperationException | RuntimeException e) {
        LOG.log(Level.INFO, "Sockets of this version of Undertow take more memory than needed", e);
        return Optional.empty();
      }
    }

    private static Method accessor(String name, Class<?>... parameters)
        throws NoSuchMethodException {
      Method accessor = HttpServerConnection.class.getDeclaredMethod(name, parameters);
      accessor.setAccessible(true);
      return accessor;
    }
  }
}
