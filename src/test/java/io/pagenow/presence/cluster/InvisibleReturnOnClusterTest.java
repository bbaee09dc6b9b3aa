package io.pagenow.presence.cluster;

import io.pagenow.presence.testing.ClusterStores;
import org.junit.jupiter.api.extension.ExtendWith;

/** Invisible users who come back, with Redis Cluster. */
@ExtendWith(ClusterStores.class)
class InvisibleReturnOnClusterTest extends InvisibleReturnContract {}
