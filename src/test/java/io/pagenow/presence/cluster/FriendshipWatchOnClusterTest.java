package io.pagenow.presence.cluster;

import io.pagenow.presence.testing.ClusterStores;
import org.junit.jupiter.api.extension.ExtendWith;

/** Friendships that begin and end, with Redis Cluster. */
@ExtendWith(ClusterStores.class)
class FriendshipWatchOnClusterTest extends FriendshipWatchContract {}
