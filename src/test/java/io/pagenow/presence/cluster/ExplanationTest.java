package io.pagenow.presence.cluster;

import io.pagenow.presence.testing.Stores;
import org.junit.jupiter.api.extension.ExtendWith;

/** Causes that explanations name. */
@ExtendWith(Stores.class)
class ExplanationTest extends ExplanationContract {}
