package io.pagenow.presence.cluster;

import io.pagenow.presence.testing.ClusterStores;
import org.junit.jupiter.api.extension.ExtendWith;

/** Dead nodes, and nodes whose lease expires although they live, with Redis Cluster. */
@ExtendWith(ClusterStores.class)
class NodeLeaseOnClusterTest extends LeaseContract {}
