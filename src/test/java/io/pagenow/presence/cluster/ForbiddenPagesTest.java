package io.pagenow.presence.cluster;

import io.pagenow.presence.testing.Stores;
import org.junit.jupiter.api.extension.ExtendWith;

/** Random messages under random sharing rules. */
@ExtendWith(Stores.class)
class ForbiddenPagesTest extends ForbiddenPagesContract {}
