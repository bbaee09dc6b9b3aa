package io.pagenow.presence.lifecycle;

import io.pagenow.presence.cluster.Node;
import jakarta.inject.Inject;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Drains this node when the application stops, before the server closes the sockets. The server
 * would close them with a code that gives no reason, and the users would seem to have left.
 *
 * <p>This is enough on Payara. If WildFly itself stops, it suspends the sockets before it notifies
 * this listener, so the package {@code wildfly} drains the node earlier.
 */
@SuppressWarnings("NullAway.Init") // The container injects.
public class ShutdownListener implements ServletContextListener {

  @Inject private Node node;

  /**
   * Registers the listener after the listeners of the server's WebSocket container. The server
   * notifies listeners in reverse order when the application stops, so this one runs first. If it
   * was declared in web.xml, it would run last.
   */
  public static final class Initializer implements ServletContainerInitializer {
    @Override
    public void onStartup(@Nullable Set<Class<?>> classes, ServletContext context) {
      context.addListener(ShutdownListener.class);
    }
  }

  @Override
  public void contextDestroyed(ServletContextEvent event) {
    node.drain();
  }
}
