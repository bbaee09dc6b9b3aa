package io.pagenow.presence.lifecycle;

import io.pagenow.presence.cluster.Node;
import jakarta.inject.Inject;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import java.lang.management.ManagementFactory;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.management.AttributeChangeNotification;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.Notification;
import javax.management.NotificationListener;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * Drains this node when it stops, before the server closes the sockets. The server would close them
 * with a code that gives no reason, and the users would seem to have left.
 *
 * <p>If only the application stops, or if Payara stops, the servlet context notifies this listener.
 * If WildFly stops, it suspends the sockets first and the applications afterwards. This listener
 * therefore observes the state of WildFly as well.
 */
@SuppressWarnings("NullAway.Init") // The container injects.
public class ShutdownListener implements ServletContextListener, NotificationListener {

  private static final Logger LOG = Logger.getLogger(ShutdownListener.class.getName());

  private static final String WILDFLY = "jboss.root:type=state";

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
  public void contextInitialized(ServletContextEvent event) {
    try {
      ObjectName wildFly = new ObjectName(WILDFLY);
      if (server().isRegistered(wildFly)) {
        server().addNotificationListener(wildFly, this, null, null);
      }
    } catch (JMException e) {
      LOG.log(Level.WARNING, "The end of this server will come without notice", e);
    }
  }

  @Override
  public void contextDestroyed(ServletContextEvent event) {
    try {
      node.drain();
    } finally {
      forgetServer();
    }
  }

  private void forgetServer() {
    try {
      ObjectName wildFly = new ObjectName(WILDFLY);
      if (server().isRegistered(wildFly)) {
        server().removeNotificationListener(wildFly, this);
      }
    } catch (JMException e) {
      LOG.log(Level.FINE, "There is no listener to remove", e);
    }
  }

  @Override
  public void handleNotification(Notification notification, @Nullable Object handback) {
    if (notification instanceof AttributeChangeNotification change
        && change.getAttributeName().equals("RunningState")) {
      LOG.log(Level.INFO, "This server becomes {0}", change.getNewValue());
      switch (String.valueOf(change.getNewValue())) {
        case "pre_suspend", "suspending", "stopping" -> node.drain();
        case "normal" -> node.resume();
        default -> {}
      }
    }
  }

  private static MBeanServer server() {
    return ManagementFactory.getPlatformMBeanServer();
  }
}
