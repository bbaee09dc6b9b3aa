package io.pagenow.presence.cluster;

import io.pagenow.presence.testing.Stores;
import org.junit.jupiter.api.extension.ExtendWith;

/** Nodes that die, and nodes that only seem to. On one Redis. */
@ExtendWith(Stores.class)
class NodeLeaseTest extends LeaseContract {}
