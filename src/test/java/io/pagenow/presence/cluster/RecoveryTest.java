package io.pagenow.presence.cluster;

import io.pagenow.presence.testing.Stores;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a node restores, with one Redis. */
@ExtendWith(Stores.class)
class RecoveryTest extends RecoveryContract {}
