package io.pagenow.presence.cluster;

import io.pagenow.presence.testing.Stores;
import org.junit.jupiter.api.extension.ExtendWith;

/** Invisible users who come back. */
@ExtendWith(Stores.class)
class InvisibleReturnTest extends InvisibleReturnContract {}
