package io.pagenow.presence.bench;

import java.util.Arrays;
import java.util.Random;

/**
 * Who is whose friend: a random graph in which everybody has as many friends as anybody else. Users
 * are numbers from 0 on. The same arguments make the same graph.
 */
public final class Graph {

  private final int[][] friends;

  private Graph(int[][] friends) {
    this.friends = friends;
  }

  /**
   * Makes one up.
   *
   * @param users more than twice the friends, one of the two numbers even
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
      // A pair that is nobody's friendship, or one that is there already, changes partners with
      // another that is still to come or, at the end, the whole draw is made anew.
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

  /** How many users there are. */
  public int users() {
    return friends.length;
  }

  /** How many friends each of them has. */
  public int degree() {
    return friends[0].length;
  }

  /** The friends of a user, in ascending order; not to be changed. */
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
