package io.pagenow.presence.wildfly;

import io.undertow.server.HandlerWrapper;
import io.undertow.server.handlers.RequestLimit;
import io.undertow.servlet.ServletExtension;
import io.undertow.servlet.api.DeploymentInfo;
import jakarta.servlet.ServletContext;

/**
 * Limits how many handshakes a node answers at the same time. Further ones wait without a thread,
 * in the order in which they came. WildFly finds this class by its name in {@code
 * META-INF/services}.
 *
 * <p>The more handshakes share the processors and Redis, the longer each one takes. If all task
 * threads answer handshakes of a node that is short of processor time, each takes longer than its
 * client waits, so no client connects.
 */
public final class HandshakeLimit implements ServletExtension {

  /**
   * Handshakes that are answered at the same time. Half of the task threads, so that requests find
   * a free one. A handshake of a warm node takes some ten milliseconds, so this is enough for more
   * handshakes a second than its processors can answer.
   */
  static final int AT_ONCE = 64;

  @Override
  public void handleDeployment(DeploymentInfo deployment, ServletContext context) {
    deployment.addInitialHandlerChainWrapper(
        limiting(new RequestLimit(AT_ONCE, Integer.MAX_VALUE)));
  }

  private static HandlerWrapper limiting(RequestLimit limit) {
    return next ->
        exchange -> {
          if (exchange.getRelativePath().equals("/ws")) {
            limit.handleRequest(exchange, next);
          } else {
            next.handleRequest(exchange);
          }
        };
  }
}
