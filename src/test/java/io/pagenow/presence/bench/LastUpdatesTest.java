package io.pagenow.presence.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LastUpdatesTest {

  private final Graph graph = Graph.random(10, 4, 1);
  private final LastUpdates updates = new LastUpdates(graph, 5, 5);
  private final int friend = graph.friendsOf(7)[0];

  @Test
  void anEarlierUpdateDoesNotReplaceALaterOne() {
    assertEquals(0, updates.record(7, friend, 2));
    assertEquals(2, updates.record(7, friend, 1));
    assertEquals(2, updates.record(7, friend, 3));
  }

  @Test
  void anUpdateAboutAStrangerIsNotRecorded() {
    int stranger =
        IntStream.range(0, 10)
            .filter(user -> user != 7 && !isFriend(user))
            .findFirst()
            .orElseThrow();
    assertEquals(LastUpdates.NOT_A_FRIEND, updates.record(7, stranger, 1));
  }

  @Test
  void theLastUpdatesThatDidNotArriveAreMissing() {
    long[] sent = new long[10];
    assertEquals(0, updates.missing(7, sent));
    sent[friend] = 2;
    sent[7] = 1;
    assertEquals(2, updates.missing(7, sent));
    updates.record(7, 7, 1);
    updates.record(7, friend, 1);
    assertEquals(1, updates.missing(7, sent));
    updates.record(7, friend, 2);
    assertEquals(0, updates.missing(7, sent));
  }

  private boolean isFriend(int user) {
    return IntStream.of(graph.friendsOf(7)).anyMatch(other -> other == user);
  }
}
