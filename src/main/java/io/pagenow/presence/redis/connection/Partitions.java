package io.pagenow.presence.redis.connection;

import io.pagenow.presence.config.Settings;
import io.pagenow.presence.model.UserId;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.List;
import redis.clients.jedis.util.JedisClusterCRC16;

/**
 * The partitions of the users, and the names of their keys. Thread-safe.
 *
 * <p>All keys of a user are in one partition: the CRC16 of the user id, as Redis Cluster computes
 * it, modulo the number of partitions. With a single partition, keys have their plain names. Other
 * services read the keys without the prefix {@code presence:}, so their names, types and values
 * must not change. The slots of the partitions are spread evenly over the cluster: see {@link
 * HashTags}.
 */
@Singleton
public final class Partitions {

  /** Stands for the revocations, which belong to no partition, wherever a partition is expected. */
  public static final int REVOCATIONS = -1;

  /** Other programs write to this key, so its tag is the same for any number of partitions. */
  private static final String TAG_OF_REVOCATIONS = "0";

  private final List<List<String>> keys;

  /** The keys of one partition that are read without scripts. */
  public record Keys(
      String status,
      String page,
      String latestPage,
      String lastActive,
      String nodes,
      String versions,
      String offline,
      String visibilities,
      String own) {}

  @Inject
  public Partitions(Settings settings) {
    this(tags(settings.redis()));
  }

  public Partitions(int count) {
    this(count == 1 ? List.of("") : HashTags.even(count));
  }

  private Partitions(List<String> tags) {
    keys =
        tags.stream()
            .map(tag -> Arrays.stream(Key.values()).map(key -> key.name(tag)).toList())
            .toList();
  }

  private static List<String> tags(Settings.Redis redis) {
    if (redis.partitions() == 1) {
      return List.of("");
    }
    return redis.numberedPartitions()
        ? HashTags.numbers(redis.partitions())
        : HashTags.even(redis.partitions());
  }

  public int count() {
    return keys.size();
  }

  /** Returns the partition of a user, counted from 0. */
  public int of(UserId user) {
    return count() == 1 ? 0 : JedisClusterCRC16.getCRC16(user.value()) % count();
  }

  /** Returns the KEYS of every script: all keys, in the order of {@link Key}. */
  public List<String> keys(int partition) {
    return keys.get(partition);
  }

  /** Returns some of the {@link #keys} by name. */
  public Keys keysOf(int partition) {
    return new Keys(
        name(Key.STATUS, partition),
        name(Key.PAGE, partition),
        name(Key.LATEST_PAGE, partition),
        name(Key.LAST_ACTIVE, partition),
        name(Key.NODES, partition),
        name(Key.VERSIONS, partition),
        name(Key.OFFLINE, partition),
        name(Key.VISIBILITIES, partition),
        name(Key.OWN, partition));
  }

  private String name(Key key, int partition) {
    return keys.get(partition).get(key.position() - 1);
  }

  /**
   * Returns the key of the stream by which a node receives the events of the users of a partition.
   */
  public String inbox(String node, int partition) {
    return name(Key.INBOX, partition) + node;
  }

  /** Returns the key of the stream with the history of a user. */
  public String history(UserId user) {
    return name(Key.HISTORIES, of(user)) + user.value();
  }

  /** Returns the key of the revocations of all users. */
  public String revocations() {
    return Key.name("presence:revoked", count() == 1 ? "" : TAG_OF_REVOCATIONS);
  }

  /** Returns the key of the limit of what clients can resume from, that of the first partition. */
  public String resumeLimit() {
    return name(Key.RESUME_LIMIT, 0);
  }

  /** Returns the slot of a partition in Redis Cluster, which all its keys share. */
  int slot(int partition) {
    return JedisClusterCRC16.getSlot(
        partition == REVOCATIONS ? revocations() : keys.get(partition).get(0));
  }
}
