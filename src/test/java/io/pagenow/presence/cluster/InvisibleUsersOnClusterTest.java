package io.pagenow.presence.cluster;

import io.pagenow.presence.testing.ClusterStores;
import org.junit.jupiter.api.extension.ExtendWith;

/** Invisible users, with Redis Cluster. */
@ExtendWith(ClusterStores.class)
class InvisibleUsersOnClusterTest extends InvisibleUsersContract {}
