package io.pagenow.presence.cluster;

import io.pagenow.presence.testing.Stores;
import org.junit.jupiter.api.extension.ExtendWith;

/** Sharing rules of recorded pages. */
@ExtendWith(Stores.class)
class SharingWatchTest extends SharingWatchContract {}
