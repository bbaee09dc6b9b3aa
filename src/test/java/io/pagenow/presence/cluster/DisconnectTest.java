package io.pagenow.presence.cluster;

import io.pagenow.presence.testing.Stores;
import org.junit.jupiter.api.extension.ExtendWith;

/** Connections that their user ends. */
@ExtendWith(Stores.class)
class DisconnectTest extends DisconnectContract {}
