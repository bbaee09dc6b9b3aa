package io.pagenow.presence.presence;

import io.pagenow.presence.testing.Stores;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who is told what, wherever they are. On one Redis. */
@ExtendWith(Stores.class)
class PresenceServiceTest extends PresenceServiceContract {}
