package io.pagenow.presence.rest.node;

import io.pagenow.presence.cluster.Node;
import io.pagenow.presence.cluster.NodeLease;
import io.pagenow.presence.concurrent.BackgroundLoop;
import io.pagenow.presence.concurrent.BackgroundLoops;
import io.pagenow.presence.delivery.Hub;
import io.pagenow.presence.friends.FriendLists;
import io.pagenow.presence.metrics.Meters;
import io.pagenow.presence.metrics.Rows;
import io.pagenow.presence.presence.PendingWrites;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** What is read from this node when its metrics are read: sizes, ages and states. Thread-safe. */
@Singleton
public class NodeMeters {

  private final BackgroundLoops loops;
  private final Rows stuck;
  private final Rows failing;

  @Inject
  public NodeMeters(
      Meters meters,
      Hub hub,
      Node node,
      NodeLease lease,
      FriendLists friendLists,
      PendingWrites writes,
      BackgroundLoops loops) {
    this.loops = loops;
    meters.gauge("presence.connections", "Open connections", hub::size);
    meters.gauge("presence.users", "Users with a connection here", () -> hub.users().size());
    meters.gauge(
        "presence.node.running",
        "1 if this node accepts connections, 0 while it starts or drains",
        () -> node.isRunning() ? 1 : 0);
    meters.gauge(
        "presence.lease.age.seconds",
        "Time since the last renewal of this node's lease",
        () -> seconds(lease.age()));
    meters.gauge(
        "presence.friend.lists.age.seconds",
        "Time since the friend lists were checked",
        () -> seconds(friendLists.age()));
    meters.gauge(
        "presence.pending.writes",
        "Connections with an update or close that Redis did not confirm and that is retried",
        writes::failed);
    stuck =
        new Rows(meters, "presence.loop.stuck", "1 if a background loop is stuck or dead", "loop");
    failing =
        new Rows(meters, "presence.loop.failing", "1 if the last round of a loop failed", "loop");
  }

  /** Reads the states of the loops. Call it before the metrics are read. */
  public void refresh() {
    stuck.show(states(loop -> loop.trouble().isPresent()));
    failing.show(states(loop -> loop.failure().isPresent()));
  }

  /** Returns 1 for each name if the condition holds for any loop with the name, or else 0. */
  private Map<String, Integer> states(Predicate<BackgroundLoop> condition) {
    Map<String, Integer> states = new TreeMap<>();
    for (BackgroundLoop loop : loops.all()) {
      states.merge(name(loop), condition.test(loop) ? 1 : 0, Math::max);
    }
    return states;
  }

  /** Returns the name without what follows a space: the key of an inbox changes at each start. */
  private static String name(BackgroundLoop loop) {
    return loop.name().replaceFirst(" .*", "");
  }

  private static double seconds(Duration age) {
    return age.toMillis() / 1_000.0;
  }
}
