package io.pagenow.presence.redis.connection;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import redis.clients.jedis.util.JedisClusterCRC16;

/**
 * The hash tags of partitions in Redis Cluster. Tags must never change: they are in the names of
 * the keys.
 *
 * <p>The slots of {@code {0}}, {@code {1}} and so on are not spread evenly: of 12 such partitions,
 * 6 masters have 3, 1, 2, 3, 0 and 3. So each partition gets a tag whose slot is in the middle of
 * its share of the slots. Then masters that share the slots evenly have the same number of
 * partitions, or numbers that differ by one.
 */
final class HashTags {

  private static final int SLOTS = 16_384;

  /** The smallest whole number, in decimal, of each slot. */
  private static final List<String> OF_SLOTS = smallestNumbers();

  private HashTags() {}

  /** Returns tags for a number of partitions, whose slots are spread evenly. */
  static List<String> even(int partitions) {
    return IntStream.range(0, partitions)
        .map(partition -> (2 * partition + 1) * SLOTS / (2 * partitions))
        .mapToObj(OF_SLOTS::get)
        .toList();
  }

  /** Returns the numbers from 0 as tags. */
  static List<String> numbers(int partitions) {
    return IntStream.range(0, partitions).mapToObj(Integer::toString).toList();
  }

  private static List<String> smallestNumbers() {
    String[] numbers = new String[SLOTS];
    int missing = SLOTS;
    for (int number = 0; missing > 0; number++) {
      String tag = Integer.toString(number);
      int slot = JedisClusterCRC16.getSlot(tag);
      if (numbers[slot] == null) {
        numbers[slot] = tag;
        missing--;
      }
    }
    return Arrays.asList(numbers);
  }
}
