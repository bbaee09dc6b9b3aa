package io.pagenow.presence.wildfly;

import io.pagenow.presence.cluster.Node;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.lang.management.ManagementFactory;
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
 * Drains this node when WildFly is suspended or stops, and resumes it when WildFly is resumed.
 * WildFly suspends the sockets first and the applications afterwards, so the listeners of the
 * application come too late.
 */
@Singleton
public final class ServerState implements NotificationListener {

  private static final Logger LOG = Logger.getLogger(ServerState.class.getName());

  private static final String WILDFLY = "jboss.root:type=state";

  private final Node node;

  @Inject
  ServerState(Node node) {
    this.node = node;
  }

  void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
    try {
      server().addNotificationListener(new ObjectName(WILDFLY), this, null, null);
    } catch (JMException e) {
      LOG.log(
          Level.WARNING,
          "Cannot observe the state of WildFly: when it stops, clients are not told to reconnect",
          e);
    }
  }

  @PreDestroy
  void stop() {
    try {
      server().removeNotificationListener(new ObjectName(WILDFLY), this);
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
