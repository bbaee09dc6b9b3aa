package io.pagenow.presence.testing;

import io.pagenow.presence.cluster.FriendshipWatch;
import io.pagenow.presence.cluster.Node;
import io.pagenow.presence.cluster.NodeLease;
import io.pagenow.presence.cluster.RecordedPages;
import io.pagenow.presence.cluster.Recovery;
import io.pagenow.presence.cluster.SharingWatch;
import io.pagenow.presence.cluster.subscription.CatchUp;
import io.pagenow.presence.cluster.subscription.DeliveredUntil;
import io.pagenow.presence.cluster.subscription.MissedEvents;
import io.pagenow.presence.cluster.subscription.ResumeLimit;
import io.pagenow.presence.cluster.subscription.Subscriptions;
import io.pagenow.presence.cluster.sweep.Claims;
import io.pagenow.presence.cluster.sweep.OfflineSweep;
import io.pagenow.presence.cluster.sweep.SteadySweep;
import io.pagenow.presence.config.Settings;
import io.pagenow.presence.conversation.Resumption;
import io.pagenow.presence.delivery.Hub;
import io.pagenow.presence.delivery.event.LatestEvents;
import io.pagenow.presence.explanation.Explanations;
import io.pagenow.presence.explanation.NodeReports;
import io.pagenow.presence.friends.Friendships;
import io.pagenow.presence.history.History;
import io.pagenow.presence.presence.PresenceService;
import io.pagenow.presence.presence.PresenceStore;
import io.pagenow.presence.presence.query.OwnPresences;
import io.pagenow.presence.presence.query.PresenceQueries;
import io.pagenow.presence.presence.query.PresenceReader;
import io.pagenow.presence.revocation.Revocations;
import io.pagenow.presence.sharing.RuleReader;
import io.pagenow.presence.sharing.SharingLists;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;

/** The beans of a {@link TestNode} that tests call, and its clock. */
abstract class NodeBeans {

  final AtomicLong nanos = new AtomicLong();
  final NodeParts parts;

  NodeBeans(DataSource database, Settings settings) {
    parts = new NodeParts(database, settings, nanos::get);
  }

  public Hub hub() {
    return parts.hub;
  }

  public LatestEvents latestEvents() {
    return parts.latestEvents;
  }

  public PresenceStore store() {
    return parts.redis.store();
  }

  public ResumeLimit resumeLimit() {
    return parts.redis.resumeLimit();
  }

  public Claims claims() {
    return parts.redis.claims();
  }

  public Subscriptions subscriptions() {
    return parts.redis.subscriptions();
  }

  public Node node() {
    return parts.node;
  }

  public Revocations revocations() {
    return parts.revocations;
  }

  public PresenceService presence() {
    return parts.presence;
  }

  public DeliveredUntil delivered() {
    return parts.delivered;
  }

  public OfflineSweep sweep() {
    return parts.sweep;
  }

  public SteadySweep steadySweep() {
    return parts.steadySweep;
  }

  public SharingWatch sharingWatch() {
    return parts.sharingWatch;
  }

  public RuleReader ruleReader() {
    return parts.ruleReader;
  }

  public FriendshipWatch friendshipWatch() {
    return parts.friendshipWatch;
  }

  public NodeLease lease() {
    return parts.lease;
  }

  public Recovery recovery() {
    return parts.recovery;
  }

  /** Returns the number of dead nodes that this node has reaped. */
  public long reapedNodes() {
    return parts.redis.reapedNodes();
  }

  public History history() {
    return parts.redis.history();
  }

  public NodeReports nodeReports() {
    return parts.redis.nodeReports();
  }

  public Explanations explanations() {
    return parts.redis.explanations();
  }

  public PresenceReader reader() {
    return parts.redis.reader();
  }

  public Resumption resumption() {
    return parts.resumption;
  }

  public PresenceQueries queries() {
    return parts.queries;
  }

  public Friendships friendships() {
    return parts.postgres.friendships();
  }

  public SharingLists sharingLists() {
    return parts.postgres.sharingLists();
  }

  public OwnPresences ownPresences() {
    return parts.redis.ownPresences();
  }

  public RecordedPages recordedPages() {
    return parts.redis.pages();
  }

  /** Returns a catch-up of this node that reads from other subscriptions. */
  public CatchUp catchUp(Subscriptions source) {
    return new CatchUp(
        source,
        parts.subscribed,
        parts.latestEvents,
        parts.delivery,
        new MissedEvents(),
        parts.redis.lostEvents());
  }
}
