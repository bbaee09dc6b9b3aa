package io.pagenow.presence.testing;

import io.pagenow.presence.cluster.FriendshipWatch;
import io.pagenow.presence.cluster.Node;
import io.pagenow.presence.cluster.NodeLease;
import io.pagenow.presence.cluster.Recovery;
import io.pagenow.presence.cluster.SharingWatch;
import io.pagenow.presence.cluster.drain.Drain;
import io.pagenow.presence.cluster.subscription.CatchUp;
import io.pagenow.presence.cluster.subscription.DeliveredUntil;
import io.pagenow.presence.cluster.subscription.MissedEvents;
import io.pagenow.presence.cluster.subscription.SubscribedUsers;
import io.pagenow.presence.cluster.sweep.OfflineSweep;
import io.pagenow.presence.cluster.sweep.SteadySweep;
import io.pagenow.presence.concurrent.BackgroundLoop;
import io.pagenow.presence.config.Settings;
import io.pagenow.presence.conversation.Resumption;
import io.pagenow.presence.conversation.States;
import io.pagenow.presence.delivery.Hub;
import io.pagenow.presence.delivery.event.LatestEvents;
import io.pagenow.presence.friends.FriendLists;
import io.pagenow.presence.metrics.ClusterMeters;
import io.pagenow.presence.postgres.PostgresParts;
import io.pagenow.presence.presence.EventDelivery;
import io.pagenow.presence.presence.PendingWrites;
import io.pagenow.presence.presence.PresenceService;
import io.pagenow.presence.presence.query.CurrentFriends;
import io.pagenow.presence.presence.query.PresenceQueries;
import io.pagenow.presence.redis.RedisParts;
import io.pagenow.presence.revocation.Revocations;
import io.pagenow.presence.sharing.RuleReader;
import io.pagenow.presence.sharing.Sharing;
import io.pagenow.presence.sharing.UserRules;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import java.util.function.LongSupplier;
import javax.sql.DataSource;

/** The beans of a {@link TestNode}, connected as on a server. */
final class NodeParts implements AutoCloseable {

  final Hub hub = new Hub();
  final LatestEvents latestEvents = new LatestEvents(hub);
  final PostgresParts postgres;
  final RedisParts redis;
  final Node node;
  final Revocations revocations;
  final PresenceService presence;
  final OfflineSweep sweep;
  final SteadySweep steadySweep;
  final FriendshipWatch friendshipWatch;
  final SharingWatch sharingWatch;
  final RuleReader ruleReader;
  private final BackgroundLoop ruleLoop;
  final NodeLease lease;
  final Recovery recovery;
  final ShiftedLeases leases;
  final PresenceQueries queries;
  final SubscribedUsers subscribed;
  final EventDelivery delivery;
  final DeliveredUntil delivered = new DeliveredUntil();
  final States states;
  final Resumption resumption;

  /**
   * Creates the beans, and starts the loops.
   *
   * @param clock how far the clock of the node is ahead, in nanoseconds
   */
  NodeParts(DataSource database, Settings settings, LongSupplier clock) {
    ThreadFactory threads = Thread::new;
    postgres = new PostgresParts(database, threads);
    UserRules rules = new UserRules(postgres.sharingLists());
    FriendLists book = new FriendLists(postgres.friendships(), rules);
    delivery = new EventDelivery(hub, book, latestEvents);
    MissedEvents missed = new MissedEvents();
    redis =
        new RedisParts(settings, hub, latestEvents, delivery, missed, delivered, threads, clock);
    subscribed = new SubscribedUsers(redis.subscriptions(), book);
    ruleReader = new RuleReader(rules);
    Sharing sharing = new Sharing(rules, ruleReader, settings);
    PendingWrites writes = new PendingWrites(redis.store(), hub, delivery, sharing);
    sharingWatch = new SharingWatch(rules, sharing, redis.pages(), writes, delivery);
    ruleLoop = redis.loops().repeat("rules", Duration.ofMinutes(1), ruleReader::readNext);
    ruleLoop.start();
    sweep = new OfflineSweep(redis.claims(), hub, delivery, ClusterMeters.none());
    CurrentFriends currentFriends =
        new CurrentFriends(
            postgres.friendships(), redis.reader(), latestEvents, redis.lostEvents());
    friendshipWatch =
        new FriendshipWatch(
            hub, book, subscribed, latestEvents, delivery, currentFriends, sharingWatch);
    revocations = new Revocations(hub, redis.revocationLog());
    redis.listen(friendshipWatch, revocations);
    leases = new ShiftedLeases(redis.leases());
    LongSupplier nanoTime = () -> System.nanoTime() + clock.getAsLong();
    lease = new NodeLease(leases, nanoTime);
    CatchUp catchUp =
        new CatchUp(
            redis.subscriptions(), subscribed, latestEvents, delivery, missed, redis.lostEvents());
    recovery =
        new Recovery(
            lease,
            hub,
            latestEvents,
            subscribed,
            writes,
            catchUp,
            delivered,
            redis.resumeLimit(),
            nanoTime);
    steadySweep = new SteadySweep(sweep, lease);
    Drain drain = new Drain(hub, writes, subscribed);
    node = new Node(hub, book, redis.store(), subscribed, writes, lease, drain, sharingWatch);
    presence = new PresenceService(redis.store(), delivery, writes, sharing, redis.visibilities());
    resumption = new Resumption(delivered, redis.resumeLimit());
    states =
        new States(
            book, currentFriends, redis.ownPresences(), resumption, hub, latestEvents, settings);
    queries =
        new PresenceQueries(postgres.friendships(), book, redis.reader(), redis.ownPresences());
  }

  @Override
  public void close() {
    ruleLoop.stop();
    redis.close();
    postgres.close();
  }
}
