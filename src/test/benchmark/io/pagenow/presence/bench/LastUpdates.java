package io.pagenow.presence.bench;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The number of the last update that some users received from each friend, and from the user
 * itself. For use by one thread.
 */
final class LastUpdates {

  /** Returned for an update about a user who is not a friend. */
  static final long NOT_A_FRIEND = -1;

  private final int first;
  private final int[][] senders;
  private final long[][] last;

  /**
   * @param first the first of the users who receive the updates
   * @param count how many users receive them
   */
  LastUpdates(Graph graph, int first, int count) {
    this.first = first;
    this.senders =
        IntStream.range(first, first + count)
            .mapToObj(user -> IntStream.concat(IntStream.of(user), friends(graph, user)))
            .map(users -> users.sorted().toArray())
            .toArray(int[][]::new);
    this.last = new long[count][graph.degree() + 1];
  }

  private static IntStream friends(Graph graph, int user) {
    return Arrays.stream(graph.friendsOf(user));
  }

  /**
   * Records an update if it is later than the last one.
   *
   * @return the number of the last update before; 0 if there was none; {@link #NOT_A_FRIEND}
   */
  long record(int receiver, int about, long number) {
    int place = Arrays.binarySearch(senders[receiver - first], about);
    if (place < 0) {
      return NOT_A_FRIEND;
    }
    long[] numbers = last[receiver - first];
    long before = numbers[place];
    numbers[place] = Math.max(before, number);
    return before;
  }

  /**
   * Returns of how many friends a user did not receive the last update.
   *
   * @param sent the number of the last update that each user of the graph sent; 0 if none
   */
  int missing(int receiver, long[] sent) {
    int missing = 0;
    for (int place = 0; place < senders[receiver - first].length; place++) {
      missing += last[receiver - first][place] < sent[senders[receiver - first][place]] ? 1 : 0;
    }
    return missing;
  }
}
