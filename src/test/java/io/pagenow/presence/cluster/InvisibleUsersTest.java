package io.pagenow.presence.cluster;

import io.pagenow.presence.testing.Stores;
import org.junit.jupiter.api.extension.ExtendWith;

/** Invisible users. */
@ExtendWith(Stores.class)
class InvisibleUsersTest extends InvisibleUsersContract {}
