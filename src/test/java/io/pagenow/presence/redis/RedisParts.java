package io.pagenow.presence.redis;

import io.pagenow.presence.fanout.Hub;
import io.pagenow.presence.platform.Settings;
import io.pagenow.presence.tracking.Announcer;
import io.pagenow.presence.tracking.FriendshipWatch;
import io.pagenow.presence.tracking.PresenceReader;
import io.pagenow.presence.tracking.PresenceStore;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.RedisClient;

/** The Redis adapter of one node, wired as the container does. */
public final class RedisParts implements AutoCloseable {

  private final RedisClient writes;
  private final RedisClient reads;
  private final RedisClient inboxClient;
  private final Scripts scripts;
  private final PresenceStore store;
  private final PresenceReader reader;
  private final RedisInbox inbox;
  private final RedisClient newsClient;
  private @Nullable FriendshipNews news;

  public RedisParts(Settings settings, Hub hub, Announcer announcer, ThreadFactory threads) {
    RedisPools pools = new RedisPools(settings);
    writes = pools.writes();
    reads = pools.reads();
    inboxClient = pools.inbox();
    Partitions partitions = new Partitions(settings);
    scripts = new Scripts(writes, partitions, threads);
    newsClient = pools.news();
    store = new RedisPresenceStore(scripts, partitions, hub, settings);
    reader = new RedisPresenceReader(reads, partitions, settings);
    inbox = new RedisInbox(inboxClient, partitions, announcer, hub, threads);
    inbox.start(this);
  }

  /** Has the watch listen to news of friendships. */
  public void listen(FriendshipWatch watch, ThreadFactory threads) {
    news = new FriendshipNews(newsClient, watch, threads);
    news.start(this);
  }

  public PresenceStore store() {
    return store;
  }

  public PresenceReader reader() {
    return reader;
  }

  @Override
  public void close() {
    if (news != null) {
      news.stop();
    }
    inbox.stop();
    newsClient.close();
    scripts.stop();
    inboxClient.close();
    reads.close();
    writes.close();
  }
}
