package io.pagenow.presence.rehearsal;

import io.pagenow.presence.cluster.NodeLease;
import io.pagenow.presence.cluster.RecordedPages;
import io.pagenow.presence.cluster.subscription.DeliveredUntil;
import io.pagenow.presence.cluster.subscription.ResumeLimit;
import io.pagenow.presence.config.Settings;
import io.pagenow.presence.friends.Friendships;
import io.pagenow.presence.presence.PresenceStore;
import io.pagenow.presence.presence.query.OwnPresences;
import io.pagenow.presence.presence.query.PresenceReader;
import io.pagenow.presence.revocation.Revocations;
import io.pagenow.presence.sharing.SharingLists;
import io.pagenow.presence.websocket.ServerSockets;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** The parts of the real node from which a rehearsal reads. */
@Singleton
record RehearsalServices(
    PresenceStore store,
    Friendships friendships,
    SharingLists sharingLists,
    PresenceReader reader,
    OwnPresences ownPresences,
    RecordedPages pages,
    ResumeLimit resumeLimit,
    DeliveredUntil delivered,
    NodeLease lease,
    Revocations revocations,
    ServerSockets sockets,
    Settings settings) {

  @Inject
  RehearsalServices {}
}
