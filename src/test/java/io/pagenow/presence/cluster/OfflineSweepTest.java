package io.pagenow.presence.cluster;

import io.pagenow.presence.testing.Stores;
import org.junit.jupiter.api.extension.ExtendWith;

/** Users who disconnect or fall idle, with one Redis. */
@ExtendWith(Stores.class)
class OfflineSweepTest extends OfflineSweepContract {}
