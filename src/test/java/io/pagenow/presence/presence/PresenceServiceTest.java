package io.pagenow.presence.presence;

import io.pagenow.presence.testing.Stores;
import org.junit.jupiter.api.extension.ExtendWith;

/** Which events users receive, with one Redis. */
@ExtendWith(Stores.class)
class PresenceServiceTest extends PresenceServiceContract {}
