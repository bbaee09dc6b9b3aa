package io.pagenow.presence.cluster;

import io.pagenow.presence.testing.ClusterStores;
import org.junit.jupiter.api.extension.ExtendWith;

/** Sharing rules of recorded pages, with Redis Cluster. */
@ExtendWith(ClusterStores.class)
class SharingWatchOnClusterTest extends SharingWatchContract {}
