package io.pagenow.presence.tracking;

import io.pagenow.presence.testing.ClusterStores;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who is told what, wherever they are. On Redis Cluster. */
@ExtendWith(ClusterStores.class)
class PresenceTrackerOnClusterTest extends TrackerContract {}
