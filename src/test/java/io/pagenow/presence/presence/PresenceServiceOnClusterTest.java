package io.pagenow.presence.presence;

import io.pagenow.presence.testing.ClusterStores;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who is told what, wherever they are. On Redis Cluster. */
@ExtendWith(ClusterStores.class)
class PresenceServiceOnClusterTest extends PresenceServiceContract {}
