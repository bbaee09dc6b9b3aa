package io.pagenow.presence.cluster;

import io.pagenow.presence.testing.ClusterStores;
import org.junit.jupiter.api.extension.ExtendWith;

/** Random messages under random sharing rules, with Redis Cluster. */
@ExtendWith(ClusterStores.class)
class ForbiddenPagesOnClusterTest extends ForbiddenPagesContract {}
