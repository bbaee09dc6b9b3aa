package io.pagenow.presence.redis.channel;

import io.pagenow.presence.cluster.subscription.DeliveredUntil;
import io.pagenow.presence.cluster.subscription.MissedEvents;
import io.pagenow.presence.concurrent.BackgroundLoops;
import io.pagenow.presence.delivery.Hub;
import io.pagenow.presence.metrics.StoreMeters;
import io.pagenow.presence.presence.EventDelivery;
import io.pagenow.presence.redis.connection.Partitions;
import io.pagenow.presence.redis.connection.Pool;
import io.pagenow.presence.redis.connection.Shards;
import io.pagenow.presence.redis.inbox.InboxEntries;
import io.pagenow.presence.redis.pipeline.Scripts;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Starts and stops the readers of this node's channels, and the probes that prove them. */
@Singleton
public final class RedisChannels {

  private final ChannelReaders readers;
  private final ChannelProbes probes;

  @Inject
  public RedisChannels(
      @Pool(Pool.For.CHANNELS) Shards shards,
      Partitions partitions,
      Scripts scripts,
      EventDelivery delivery,
      MissedEvents missed,
      DeliveredUntil delivered,
      Hub hub,
      BackgroundLoops loops,
      StoreMeters meters) {
    String node = hub.node().value();
    Channels channels =
        Channels.of(partitions, node, name -> new ChannelState(name, missed, delivered));
    InboxEntries entries = new InboxEntries(delivery, meters);
    readers =
        new ChannelReaders(
            shards,
            partitions.count(),
            (number, all) -> new ChannelReader(number, all, channels, shards, entries, loops));
    probes = new ChannelProbes(scripts, node, channels.states(), loops);
  }

  public void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
    readers.start();
    probes.start();
  }

  @PreDestroy
  public void stop() {
    probes.stop();
    readers.stop();
  }
}
