package io.pagenow.presence.wildfly;

import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** The address at which WildFly accepts HTTP, read from its management model. */
final class ServerAddress {

  private static final Logger LOG = Logger.getLogger(ServerAddress.class.getName());

  private static final String HTTP = "jboss.as:socket-binding-group=*,socket-binding=http";

  private ServerAddress() {}

  /** Returns the address; empty if the server accepts no plain HTTP. */
  static Optional<InetSocketAddress> find() {
    MBeanServer model = ManagementFactory.getPlatformMBeanServer();
    try {
      for (ObjectName binding : model.queryNames(new ObjectName(HTTP), null)) {
        if (Boolean.TRUE.equals(model.getAttribute(binding, "bound"))) {
          InetAddress host =
              InetAddress.getByName((String) model.getAttribute(binding, "boundAddress"));
          int port = (Integer) model.getAttribute(binding, "boundPort");
          return Optional.of(
              new InetSocketAddress(
                  host.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : host, port));
        }
      }
    } catch (JMException | UnknownHostException e) {
      LOG.log(Level.FINE, "WildFly does not tell its address", e);
    }
    return Optional.empty();
  }
}
