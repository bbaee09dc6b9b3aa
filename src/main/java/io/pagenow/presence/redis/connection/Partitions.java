package io.pagenow.presence.redis.connection;

import io.pagenow.presence.config.Settings;
import io.pagenow.presence.model.UserId;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.stream.IntStream;
import redis.clients.jedis.util.JedisClusterCRC16;

/**
 * The partitions of the users, and the names of all keys. Thread-safe.
 *
 * <p>All keys of a user are in one partition: the CRC16 of the user id, as Redis Cluster computes
 * it, modulo the number of partitions. With a single partition, keys have their plain names. Other
 * services read the keys without the prefix {@code presence:}, so their names, types and values
 * must not change.
 */
@Singleton
public final class Partitions {

  private static final List<String> NAMES =
      List.of(
          "presence_user_connection",
          "presence_connection_user",
          "status",
          "page",
          "latest_page",
          "presence:connections",
          "presence:versions",
          "presence:version",
          "presence:claims",
          "presence:parting",
          "presence:vanished:",
          "presence:watchers",
          "presence:inbox:",
          "presence:nodes",
          "presence:last_active",
          "presence:reports",
          "presence:broken",
          "presence:hides");

  private static final int INBOX = NAMES.indexOf("presence:inbox:");

  private final List<List<String>> keys;

  /** The keys of one partition that are read without scripts. */
  public record Keys(
      String status, String page, String latestPage, String lastActive, String nodes) {}

  @Inject
  public Partitions(Settings settings) {
    this(settings.redis().partitions());
  }

  public Partitions(int count) {
    keys =
        IntStream.range(0, count)
            .mapToObj(partition -> NAMES.stream().map(name -> key(name, partition, count)).toList())
            .toList();
  }

  public int count() {
    return keys.size();
  }

  /** Returns the partition of a user, counted from 0. */
  public int of(UserId user) {
    return count() == 1 ? 0 : JedisClusterCRC16.getCRC16(user.value()) % count();
  }

  /** Returns the KEYS of every script. {@code prelude.lua} describes their contents. */
  public List<String> keys(int partition) {
    return keys.get(partition);
  }

  /** Returns some of the {@link #keys} by name. */
  public Keys keysOf(int partition) {
    return new Keys(
        key(partition, "status"),
        key(partition, "page"),
        key(partition, "latest_page"),
        key(partition, "presence:last_active"),
        key(partition, "presence:nodes"));
  }

  private String key(int partition, String name) {
    return keys.get(partition).get(NAMES.indexOf(name));
  }

  /**
   * Returns the key of the stream by which a node receives the events of the users of a partition.
   */
  public String inbox(String node, int partition) {
    return keys.get(partition).get(INBOX) + node;
  }

  /** Returns the key of the revocations of all users, which is in the first partition. */
  public String revocations() {
    return key("presence:revoked", 0, count());
  }

  /** Returns the slot of a partition in Redis Cluster, which all its keys share. */
  int slot(int partition) {
    return JedisClusterCRC16.getSlot(keys.get(partition).get(0));
  }

  /** Redis Cluster hashes only the part of the key in braces. */
  private static String key(String name, int partition, int count) {
    if (count == 1) {
      return name;
    }
    String tag = ":{" + partition + "}";
    return name.endsWith(":") ? name.substring(0, name.length() - 1) + tag + ":" : name + tag;
  }
}
