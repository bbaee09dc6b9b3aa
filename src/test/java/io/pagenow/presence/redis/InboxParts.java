package io.pagenow.presence.redis;

import io.pagenow.presence.cluster.subscription.DeliveredUntil;
import io.pagenow.presence.cluster.subscription.MissedEvents;
import io.pagenow.presence.concurrent.BackgroundLoops;
import io.pagenow.presence.delivery.Hub;
import io.pagenow.presence.metrics.StoreMeters;
import io.pagenow.presence.presence.EventDelivery;
import io.pagenow.presence.redis.channel.RedisChannels;
import io.pagenow.presence.redis.connection.Partitions;
import io.pagenow.presence.redis.connection.RedisPools;
import io.pagenow.presence.redis.connection.Shards;
import io.pagenow.presence.redis.inbox.RedisInbox;
import io.pagenow.presence.redis.pipeline.Scripts;

/** The two ways in which a node receives events of other nodes, started. */
final class InboxParts implements AutoCloseable {

  private final Shards streamShards;
  private final Shards channelShards;
  private final RedisInbox inbox;
  private final RedisChannels channels;

  InboxParts(
      RedisPools pools,
      Partitions partitions,
      Scripts scripts,
      EventDelivery delivery,
      MissedEvents missed,
      DeliveredUntil delivered,
      Hub hub,
      BackgroundLoops loops) {
    StoreMeters meters = StoreMeters.none();
    streamShards = pools.inbox();
    channelShards = pools.channels();
    inbox =
        new RedisInbox(streamShards, partitions, delivery, missed, delivered, hub, loops, meters);
    channels =
        new RedisChannels(
            channelShards, partitions, scripts, delivery, missed, delivered, hub, loops, meters);
    inbox.start(this);
    channels.start(this);
  }

  @Override
  public void close() {
    channels.stop();
    inbox.stop();
    channelShards.close();
    streamShards.close();
  }
}
