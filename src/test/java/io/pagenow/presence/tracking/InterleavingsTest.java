package io.pagenow.presence.tracking;

import io.pagenow.presence.testing.Stores;
import org.junit.jupiter.api.extension.ExtendWith;

/** Random steps on three nodes. On one Redis. */
@ExtendWith(Stores.class)
class InterleavingsTest extends InterleavingsContract {}
