package io.pagenow.presence.bench;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GraphTest {

  private final Graph graph = Graph.random(500, 20, 7);

  @Test
  void everybodyHasAsManyFriendsAndNobodyIsOnesOwn() {
    for (int user = 0; user < graph.users(); user++) {
      int self = user;
      IntStream others = Arrays.stream(graph.friendsOf(user)).filter(friend -> friend != self);
      assertEquals(20, others.distinct().count(), "friends of " + user);
    }
  }

  @Test
  void friendshipHoldsInBothDirections() {
    for (int user = 0; user < graph.users(); user++) {
      for (int friend : graph.friendsOf(user)) {
        int place = Arrays.binarySearch(graph.friendsOf(friend), user);
        assertEquals(user, graph.friendsOf(friend)[Math.max(0, place)]);
      }
    }
  }

  @Test
  void sameSeedMakesTheSameGraph() {
    Graph again = Graph.random(500, 20, 7);
    for (int user = 0; user < graph.users(); user++) {
      assertArrayEquals(graph.friendsOf(user), again.friendsOf(user));
    }
  }

  @Test
  void moreFriendsThanThereCanBeAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> Graph.random(20, 20, 7));
  }
}
