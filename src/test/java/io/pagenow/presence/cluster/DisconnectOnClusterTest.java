package io.pagenow.presence.cluster;

import io.pagenow.presence.testing.ClusterStores;
import org.junit.jupiter.api.extension.ExtendWith;

/** Connections that their user ends, with Redis Cluster. */
@ExtendWith(ClusterStores.class)
class DisconnectOnClusterTest extends DisconnectContract {}
