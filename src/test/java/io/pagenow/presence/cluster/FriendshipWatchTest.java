package io.pagenow.presence.cluster;

import io.pagenow.presence.testing.Stores;
import org.junit.jupiter.api.extension.ExtendWith;

/** Friendships that begin and end, with one Redis. */
@ExtendWith(Stores.class)
class FriendshipWatchTest extends FriendshipWatchContract {}
