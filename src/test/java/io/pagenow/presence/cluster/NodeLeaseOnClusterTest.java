package io.pagenow.presence.cluster;

import io.pagenow.presence.testing.ClusterStores;
import org.junit.jupiter.api.extension.ExtendWith;

/** Nodes that die, and nodes that only seem to. On Redis Cluster. */
@ExtendWith(ClusterStores.class)
class NodeLeaseOnClusterTest extends LeaseContract {}
