package io.pagenow.presence.lifecycle;

import io.pagenow.presence.cluster.Node;
import io.pagenow.presence.cluster.NodeLease;
import io.pagenow.presence.cluster.sweep.SteadySweep;
import io.pagenow.presence.concurrent.BackgroundLoop;
import io.pagenow.presence.concurrent.BackgroundLoops;
import io.pagenow.presence.config.Settings;
import io.pagenow.presence.delivery.Hub;
import io.pagenow.presence.explanation.NodeReports;
import io.pagenow.presence.metrics.ClientMeters;
import io.pagenow.presence.metrics.ClusterMeters;
import io.pagenow.presence.metrics.DeliveryMeters;
import io.pagenow.presence.metrics.StoreMeters;
import io.pagenow.presence.presence.PendingWrites;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Publishes the figures of this node every two seconds, if there are operators who may read them.
 * It does not run on the thread of the lease, which nothing may delay.
 */
@Singleton
public final class FiguresPublisher {

  private static final Duration INTERVAL = Duration.ofSeconds(2);
  private static final Duration LIMIT = Duration.ofMinutes(1);

  private final NodeReports reports;
  private final ClientMeters clients;
  private final DeliveryMeters deliveries;
  private final StoreMeters stores;
  private final ClusterMeters cluster;
  private final Hub hub;
  private final Node node;
  private final NodeLease lease;
  private final SteadySweep sweep;
  private final PendingWrites writes;
  private final BackgroundLoops loops;
  private final boolean wanted;
  private final BackgroundLoop loop;
  private final long started = System.nanoTime();

  // Used by the loop only.
  private long storeMillis;

  @Inject
  public FiguresPublisher(
      NodeReports reports,
      ClientMeters clients,
      DeliveryMeters deliveries,
      StoreMeters stores,
      ClusterMeters cluster,
      Hub hub,
      Node node,
      NodeLease lease,
      SteadySweep sweep,
      PendingWrites writes,
      BackgroundLoops loops,
      Settings settings) {
    this.reports = reports;
    this.clients = clients;
    this.deliveries = deliveries;
    this.stores = stores;
    this.cluster = cluster;
    this.hub = hub;
    this.node = node;
    this.lease = lease;
    this.sweep = sweep;
    this.writes = writes;
    this.loops = loops;
    this.wanted = settings.operations().operatorGroup() != null;
    this.loop = loops.every(INTERVAL, "presence-figures", LIMIT, this::publish);
  }

  void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
    if (wanted) {
      loop.start();
    }
  }

  @PreDestroy
  void stop() {
    loop.stop();
  }

  private void publish() {
    long begin = System.nanoTime();
    reports.publish(figures());
    storeMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
  }

  /** Returns the figures by name. The operator's page and {@code docs/operator.md} explain them. */
  Map<String, String> figures() {
    Map<String, String> figures = new LinkedHashMap<>();
    figures.put("state", node.state().toString());
    put(figures, "uptime", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started));
    put(figures, "connections", hub.size());
    put(figures, "users", hub.users().size());
    put(figures, "updates", clients.updates());
    put(figures, "deliveries", deliveries.total());
    put(figures, "pendingWrites", writes.failed());
    put(figures, "leaseAge", lease.age().toMillis());
    put(figures, "sweeps", sweep.sweeps());
    put(figures, "sweptUsers", sweep.sweptUsers());
    put(figures, "slowQueries", stores.slowQueries());
    put(figures, "slowRedisCalls", stores.slowRoundTrips());
    put(figures, "storeMillis", storeMillis);
    put(figures, "reapedNodes", cluster.reapedNodes());
    figures.put("stuckLoops", String.join(", ", loops.stuck().keySet()));
    return figures;
  }

  private static void put(Map<String, String> figures, String name, long value) {
    figures.put(name, Long.toString(value));
  }
}
