package io.pagenow.presence.redis.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.util.JedisClusterCRC16;

class HashTagsTest {

  private static final int SLOTS = 16_384;
  private static final int MAX_MASTERS = 64;

  private static final List<String> TAGS_OF_TWELVE =
      List.of(
          "4944", "48576", "3330", "42733", "1296", "4779", "20959", "2821", "8459", "2481",
          "16248", "506");

  /** Another tag would be another key: nodes of two versions would not find each other's data. */
  @Test
  void tagsNeverChange() {
    assertEquals(TAGS_OF_TWELVE, HashTags.even(12));
    assertEquals(List.of("0", "1", "2"), HashTags.numbers(3));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 6, 12, 24, 60, 64, 120, 128, 256})
  void mastersHaveTheSameNumberOfPartitionsOrOneMore(int partitions) {
    for (int masters = 1; masters <= MAX_MASTERS; masters++) {
      int[] counts = counts(HashTags.even(partitions), masters);
      int least = Arrays.stream(counts).min().orElseThrow();
      int most = Arrays.stream(counts).max().orElseThrow();
      assertTrue(most - least <= 1, masters + " masters: " + Arrays.toString(counts));
    }
  }

  @Test
  void multiplesOfTheMastersAreSpreadEvenlyUpToTheLargestNumberOfPartitions() {
    for (int masters = 1; masters <= MAX_MASTERS; masters++) {
      for (int partitions = masters; partitions <= 1_024; partitions += masters) {
        int[] even = new int[masters];
        Arrays.fill(even, partitions / masters);
        assertEquals(
            Arrays.toString(even),
            Arrays.toString(counts(HashTags.even(partitions), masters)),
            partitions + " partitions");
      }
    }
  }

  /** The reason for other tags than numbers. */
  @Test
  void numbersFallUnevenly() {
    assertEquals("[3, 1, 2, 3, 0, 3]", Arrays.toString(counts(HashTags.numbers(12), 6)));
  }

  /** Returns how many of the tags each master has, if redis-cli spreads the slots evenly. */
  private static int[] counts(List<String> tags, int masters) {
    int[] counts = new int[masters];
    double share = (double) SLOTS / masters;
    for (String tag : tags) {
      int slot = JedisClusterCRC16.getSlot("{" + tag + "}");
      int master = 0;
      while (master < masters - 1 && slot > Math.round((master + 1) * share - 1)) {
        master++;
      }
      counts[master]++;
    }
    return counts;
  }
}
