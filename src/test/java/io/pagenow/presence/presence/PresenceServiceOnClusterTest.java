package io.pagenow.presence.presence;

import io.pagenow.presence.testing.ClusterStores;
import org.junit.jupiter.api.extension.ExtendWith;

/** Which events users receive, with Redis Cluster. */
@ExtendWith(ClusterStores.class)
class PresenceServiceOnClusterTest extends PresenceServiceContract {}
