package io.pagenow.presence.tracking;

import io.pagenow.presence.testing.ClusterStores;
import org.junit.jupiter.api.extension.ExtendWith;

/** Random steps on three nodes. On Redis Cluster. */
@ExtendWith(ClusterStores.class)
class InterleavingsOnClusterTest extends InterleavingsContract {}
