package io.pagenow.presence.redis;

import io.pagenow.presence.cluster.FriendshipWatch;
import io.pagenow.presence.cluster.Leases;
import io.pagenow.presence.cluster.RecordedPages;
import io.pagenow.presence.cluster.subscription.DeliveredUntil;
import io.pagenow.presence.cluster.subscription.MissedEvents;
import io.pagenow.presence.cluster.subscription.ResumeLimit;
import io.pagenow.presence.cluster.subscription.Subscriptions;
import io.pagenow.presence.cluster.sweep.Claims;
import io.pagenow.presence.concurrent.BackgroundLoops;
import io.pagenow.presence.config.Settings;
import io.pagenow.presence.delivery.Hub;
import io.pagenow.presence.delivery.event.LatestEvents;
import io.pagenow.presence.explanation.Explanations;
import io.pagenow.presence.explanation.NodeReports;
import io.pagenow.presence.history.History;
import io.pagenow.presence.metrics.ClusterMeters;
import io.pagenow.presence.metrics.StoreMeters;
import io.pagenow.presence.presence.EventDelivery;
import io.pagenow.presence.presence.PresenceStore;
import io.pagenow.presence.presence.VisibilityStore;
import io.pagenow.presence.presence.query.LostEvents;
import io.pagenow.presence.presence.query.OwnPresences;
import io.pagenow.presence.presence.query.PresenceReader;
import io.pagenow.presence.redis.blocking.BlockingScripts;
import io.pagenow.presence.redis.connection.Partitions;
import io.pagenow.presence.redis.connection.RedisPools;
import io.pagenow.presence.redis.connection.Shards;
import io.pagenow.presence.redis.explanation.QueryScripts;
import io.pagenow.presence.redis.explanation.RedisExplanations;
import io.pagenow.presence.redis.explanation.RedisNodeReports;
import io.pagenow.presence.redis.history.RedisHistory;
import io.pagenow.presence.redis.inbox.NotificationChannels;
import io.pagenow.presence.redis.inbox.RedisResumeLimit;
import io.pagenow.presence.redis.inbox.RedisRevocationLog;
import io.pagenow.presence.redis.pipeline.Scripts;
import io.pagenow.presence.redis.reader.RedisOwnPresences;
import io.pagenow.presence.redis.reader.RedisPresenceReader;
import io.pagenow.presence.revocation.RevocationLog;
import io.pagenow.presence.revocation.Revocations;
import java.util.concurrent.ThreadFactory;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The Redis adapter of one node, wired like in the container. */
public final class RedisParts implements AutoCloseable {

  private final BackgroundLoops loops;
  private final Shards writes;
  private final Shards reads;
  private final Shards replicaReads;
  private final Scripts scripts;
  private final PresenceStore store;
  private final VisibilityStore visibilities;
  private final RedisOwnPresences ownPresences;
  private final ClusterMeters clusterMeters = ClusterMeters.none();
  private final Claims claims;
  private final Subscriptions subscriptions;
  private final LostEvents lostEvents;
  private final Leases leases;
  private final RecordedPages pages;
  private final RedisPresenceReader reader;
  private final InboxParts inbox;
  private final Shards newsClient;
  private final Shards leasesClient;
  private final RevocationLog revocationLog;
  private final Explanations explanations;
  private final NodeReports nodeReports;
  private final ResumeLimit resumeLimit;
  private final History history;
  private @Nullable NotificationChannels news;

  public RedisParts(
      Settings settings,
      Hub hub,
      LatestEvents latestEvents,
      EventDelivery announcer,
      MissedEvents missed,
      DeliveredUntil delivered,
      ThreadFactory threads,
      LongSupplier nanoTime) {
    loops = new BackgroundLoops(threads);
    RedisPools pools = new RedisPools(settings);
    writes = pools.writes();
    reads = pools.reads();
    replicaReads = pools.replicaReads();
    Partitions partitions = new Partitions(settings);
    scripts = new Scripts(writes, partitions, loops, StoreMeters.none());
    newsClient = pools.notifications();
    leasesClient = pools.leases();
    revocationLog = new RedisRevocationLog(reads, partitions);
    resumeLimit = new RedisResumeLimit(reads, partitions);
    leases = new RedisLeases(leasesClient, scripts, partitions, hub);
    store = new RedisPresenceStore(scripts, hub, latestEvents, settings);
    visibilities = new RedisVisibilityStore(scripts, hub, latestEvents);
    ownPresences = new RedisOwnPresences(reads, partitions, settings, threads);
    BlockingScripts blocking = new BlockingScripts(scripts, partitions);
    claims = new RedisClaims(blocking, partitions, hub, settings, clusterMeters);
    pages = new RedisRecordedPages(blocking, partitions, hub);
    QueryScripts queries = new QueryScripts(reads, partitions);
    explanations = new RedisExplanations(queries, blocking, partitions, settings);
    nodeReports = new RedisNodeReports(blocking, queries, hub);
    history = new RedisHistory(reads, partitions);
    subscriptions = new RedisSubscriptions(blocking, hub);
    lostEvents = new RedisLostEvents(blocking);
    reader = new RedisPresenceReader(reads, replicaReads, partitions, settings, threads, nanoTime);
    inbox = new InboxParts(pools, partitions, scripts, announcer, missed, delivered, hub, loops);
  }

  /** Subscribes the watch to published friendship changes. */
  public void listen(FriendshipWatch watch, Revocations revocations) {
    news = new NotificationChannels(newsClient, watch, revocations, loops);
    news.start(this);
  }

  public PresenceStore store() {
    return store;
  }

  public VisibilityStore visibilities() {
    return visibilities;
  }

  public OwnPresences ownPresences() {
    return ownPresences;
  }

  public Claims claims() {
    return claims;
  }

  /** Returns the number of dead nodes that the node has reaped. */
  public long reapedNodes() {
    return clusterMeters.reapedNodes();
  }

  public Subscriptions subscriptions() {
    return subscriptions;
  }

  public LostEvents lostEvents() {
    return lostEvents;
  }

  public RecordedPages pages() {
    return pages;
  }

  public BackgroundLoops loops() {
    return loops;
  }

  public Leases leases() {
    return leases;
  }

  public ResumeLimit resumeLimit() {
    return resumeLimit;
  }

  public RevocationLog revocationLog() {
    return revocationLog;
  }

  public History history() {
    return history;
  }

  public NodeReports nodeReports() {
    return nodeReports;
  }

  public Explanations explanations() {
    return explanations;
  }

  public PresenceReader reader() {
    return reader;
  }

  @Override
  public void close() {
    if (news != null) {
      news.stop();
    }
    inbox.close();
    reader.close();
    ownPresences.close();
    newsClient.close();
    leasesClient.close();
    scripts.stop();
    replicaReads.close();
    reads.close();
    writes.close();
  }
}
