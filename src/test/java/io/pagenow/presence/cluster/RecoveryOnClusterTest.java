package io.pagenow.presence.cluster;

import io.pagenow.presence.testing.ClusterStores;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a node restores, with Redis Cluster. */
@ExtendWith(ClusterStores.class)
class RecoveryOnClusterTest extends RecoveryContract {}
