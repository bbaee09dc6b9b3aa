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
 * Sends the clients elsewhere when this node stops, before the server closes their sockets: it
 * would do so with a code that says nothing, and their users would seem to have left.
 *
 * <p>Where the application alone is stopped, or Payara is, the servlet context tells. Where WildFly
 * is, it suspends the sockets first and the applications afterwards, so that its own state is
 * listened to as well.
 */
@SuppressWarnings("NullAway.Init") // The container injects.
public class ShutdownListener implements ServletContextListener, NotificationListener {

  private static final Logger LOG = Logger.getLogger(ShutdownListener.class.getName());

  private static final String WILDFLY = "jboss.root:type=state";

  @Inject private Node node;

  /**
   * Registers the listener after those of the server's WebSocket container. Listeners hear of the
   * end in the opposite order, so this one comes first; declared in web.xml, it would come last.
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
