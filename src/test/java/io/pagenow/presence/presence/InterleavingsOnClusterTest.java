package io.pagenow.presence.presence;

import io.pagenow.presence.testing.ClusterStores;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random concurrent steps on three nodes with Redis Cluster. Fewer seeds, because each takes
 * longer.
 */
@ExtendWith(ClusterStores.class)
class InterleavingsOnClusterTest extends InterleavingsContract {

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void friendsReceiveTheLatestPresence(long seed) {
    assertThatFriendsReceiveTheLatestPresence(seed);
  }
}
