package io.pagenow.presence.presence;

import io.pagenow.presence.testing.Stores;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random concurrent steps on three nodes with one Redis. */
@ExtendWith(Stores.class)
class InterleavingsTest extends InterleavingsContract {

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void friendsReceiveTheLatestPresence(long seed) {
    assertThatFriendsReceiveTheLatestPresence(seed);
  }
}
