package io.pagenow.presence.cluster;

import io.pagenow.presence.testing.ClusterStores;
import org.junit.jupiter.api.extension.ExtendWith;

/** Users who disconnect or fall idle, with Redis Cluster. */
@ExtendWith(ClusterStores.class)
class OfflineSweepOnClusterTest extends OfflineSweepContract {}
