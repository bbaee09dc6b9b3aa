package io.pagenow.presence.redis.inbox;

import io.pagenow.presence.cluster.subscription.DeliveredUntil;
import io.pagenow.presence.cluster.subscription.MissedEvents;
import io.pagenow.presence.concurrent.BackgroundLoops;
import io.pagenow.presence.delivery.Hub;
import io.pagenow.presence.metrics.StoreMeters;
import io.pagenow.presence.presence.EventDelivery;
import io.pagenow.presence.redis.connection.Partitions;
import io.pagenow.presence.redis.connection.Pool;
import io.pagenow.presence.redis.connection.Shards;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.stream.IntStream;

/** Starts and stops the readers of this node's inbox, which has one stream for each partition. */
@Singleton
public final class RedisInbox {

  private final List<InboxReader> readers;

  @Inject
  public RedisInbox(
      @Pool(Pool.For.INBOX) Shards shards,
      Partitions partitions,
      EventDelivery delivery,
      MissedEvents missed,
      DeliveredUntil delivered,
      Hub hub,
      BackgroundLoops loops,
      StoreMeters meters) {
    String node = hub.node().value();
    readers =
        IntStream.range(0, partitions.count())
            .mapToObj(
                partition ->
                    new InboxReader(
                        () -> shards.pipeline(partition),
                        shards::rediscover,
                        partitions.inbox(node, partition),
                        delivery,
                        missed,
                        delivered,
                        loops,
                        meters))
            .toList();
  }

  public void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
    readers.forEach(InboxReader::start);
  }

  @PreDestroy
  public void stop() {
    InboxReader.stop(readers);
  }
}
