package io.pagenow.presence.wildfly;

import io.undertow.server.ExchangeCompletionListener.NextListener;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpServerConnection;
import io.undertow.servlet.ServletExtension;
import io.undertow.servlet.api.DeploymentInfo;
import jakarta.servlet.ServletContext;
import java.util.concurrent.RejectedExecutionException;

/**
 * Completes a request on the I/O thread of its connection if the client has sent the next request
 * already. WildFly finds this class by its name in {@code META-INF/services}.
 *
 * <p>Otherwise Undertow completes it on the task thread that wrote the response. That wakes the I/O
 * thread up in the middle of a change of state, whose end the I/O thread then awaits in a busy loop
 * ({@code HttpReadListener}). If it runs on the processor of the task thread, the loop lasts until
 * the operating system stops it: a sixth of the processor time of snapshots.
 */
public final class RequestCompletion implements ServletExtension {

  @Override
  public void handleDeployment(DeploymentInfo deployment, ServletContext context) {
    deployment.addInitialHandlerChainWrapper(
        next ->
            exchange -> {
              String uri = exchange.getRequestURI();
              exchange.addExchangeCompleteListener(
                  (ended, listener) -> complete(ended, uri, listener));
              next.handleRequest(exchange);
            });
  }

  private static void complete(HttpServerExchange exchange, String uri, NextListener next) {
    // The access log finds the uri of a request with an error page in an attribute, which the task
    // thread removes at its end.
    boolean hasErrorPage = !exchange.getRequestURI().equals(uri);
    if (exchange.isInIoThread() || hasErrorPage || !nextRequestWaits(exchange)) {
      next.proceed();
      return;
    }
    try {
      exchange.getIoThread().execute(next::proceed);
    } catch (RejectedExecutionException e) { // The server stops.
      next.proceed();
    }
  }

  /**
   * Returns whether Undertow has stopped reading because there is something to read. If this is the
   * last request of the connection, that can only be its end.
   */
  private static boolean nextRequestWaits(HttpServerExchange exchange) {
    return exchange.isPersistent()
        && exchange.getConnection() instanceof HttpServerConnection connection
        && !connection.getChannel().getSourceChannel().isReadResumed();
  }
}
