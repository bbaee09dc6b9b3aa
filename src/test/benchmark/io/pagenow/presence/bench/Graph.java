package io.pagenow.presence.bench;

import java.util.Arrays;
import java.util.Random;

/**
 * The friendships: a random graph in which all users have the same number of friends. Users are
 * numbers from 0. The same arguments produce the same graph.
 */
public final class Graph {

  private final int[][] friends;

  private Graph(int[][] friends) {
    this.friends = friends;
  }

  /**
   * Creates a random graph.
   *
   * @param users the number of users: more than twice {@code degree}; one of the two must be even
   * @param degree the number of friends of each user
   */
  public static Graph random(int users, int degree, long seed) {
    if (users <= 2 * degree || users * (long) degree % 2 != 0) {
      throw new IllegalArgumentException(
          "There is no graph of " + users + " users with " + degree + " friends each");
    }
    Random random = new Random(seed);
    int[] ends = new int[users * degree];
    for (int i = 0; i < ends.length; i++) {
      ends[i] = i / degree;
    }
    for (int i = ends.length - 1; i > 0; i--) {
      swap(ends, i, random.nextInt(i + 1));
    }
    int[][] friends = new int[users][0];
    for (int pair = 0; pair < ends.length; pair += 2) {
      // A user cannot be paired with itself or with the same friend twice. Such a pair swaps a
      // partner with a random later pair. If that does not help, the graph is drawn again.
      int attempts = 0;
      while (!isNew(friends, ends[pair], ends[pair + 1])) {
        if (pair + 2 >= ends.length || attempts++ > ends.length) {
          return random(users, degree, seed + 1);
        }
        swap(ends, pair + 1, pair + 2 + random.nextInt(ends.length - pair - 2));
      }
      join(friends, ends[pair], ends[pair + 1]);
      join(friends, ends[pair + 1], ends[pair]);
    }
    for (int[] of : friends) {
      Arrays.sort(of);
    }
    return new Graph(friends);
  }

  /** Returns the number of users. */
  public int users() {
    return friends.length;
  }

  /** Returns the number of friends of each user. */
  public int degree() {
    return friends[0].length;
  }

  /** Returns the friends of a user in ascending order. Callers must not change the array. */
  public int[] friendsOf(int user) {
    return friends[user];
  }

  private static boolean isNew(int[][] friends, int one, int other) {
    return one != other && Arrays.stream(friends[one]).noneMatch(friend -> friend == other);
  }

  private static void join(int[][] friends, int one, int other) {
    int[] longer = Arrays.copyOf(friends[one], friends[one].length + 1);
    longer[longer.length - 1] = other;
    friends[one] = longer;
  }

  private static void swap(int[] array, int one, int other) {
    int value = array[one];
    array[one] = array[other];
    array[other] = value;
  }
}
