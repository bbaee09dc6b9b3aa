package io.pagenow.presence.cluster;

import io.pagenow.presence.testing.Stores;
import org.junit.jupiter.api.extension.ExtendWith;

/** Sharing rules of updates. */
@ExtendWith(Stores.class)
class SharingOfUpdatesTest extends SharingOfUpdatesContract {}
