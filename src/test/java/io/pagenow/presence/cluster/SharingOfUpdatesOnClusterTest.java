package io.pagenow.presence.cluster;

import io.pagenow.presence.testing.ClusterStores;
import org.junit.jupiter.api.extension.ExtendWith;

/** Sharing rules of updates, with Redis Cluster. */
@ExtendWith(ClusterStores.class)
class SharingOfUpdatesOnClusterTest extends SharingOfUpdatesContract {}
