package io.pagenow.presence.cluster;

import io.pagenow.presence.testing.Stores;
import org.junit.jupiter.api.extension.ExtendWith;

/** Dead nodes, and nodes whose lease expires although they live, with one Redis. */
@ExtendWith(Stores.class)
class NodeLeaseTest extends LeaseContract {}
