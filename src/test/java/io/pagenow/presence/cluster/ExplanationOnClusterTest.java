package io.pagenow.presence.cluster;

import io.pagenow.presence.testing.ClusterStores;
import org.junit.jupiter.api.extension.ExtendWith;

/** Causes that explanations name, with Redis Cluster. */
@ExtendWith(ClusterStores.class)
class ExplanationOnClusterTest extends ExplanationContract {}
