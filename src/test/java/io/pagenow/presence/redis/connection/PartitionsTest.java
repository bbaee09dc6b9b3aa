package io.pagenow.presence.redis.connection;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.model.UserId;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.util.JedisClusterCRC16;

class PartitionsTest {

  @Test
  void aSinglePartitionUsesPlainKeyNames() {
    Partitions one = new Partitions(1);

    assertTrue(one.keys(0).contains("presence_user_connection"));
    assertEquals("presence:inbox:here", one.inbox("here", 0));
    assertEquals(0, one.of(new UserId("anybody")));
  }

  @Test
  void theKeysOfAPartitionShareASlot() {
    Partitions six = new Partitions(6);

    String status = six.keysOf(5).status();
    assertTrue(status.startsWith("status:{"), status);
    assertEquals(status.replace("status", "presence:inbox") + ":here", six.inbox("here", 5));
    assertEquals(six.slot(5), JedisClusterCRC16.getSlot(six.inbox("here", 5)));
    six.keys(5).forEach(key -> assertEquals(six.slot(5), JedisClusterCRC16.getSlot(key), key));
  }

  @Test
  void usersAreSpreadEvenlyByTheHashOfRedisCluster() {
    Partitions six = new Partitions(6);
    // The CRC16 of "123456789" is 0x31c3: see the specification of Redis Cluster.
    assertEquals(0x31c3 % 6, six.of(new UserId("123456789")));

    Map<Integer, Long> users =
        IntStream.range(0, 6_000)
            .mapToObj(i -> new UserId("user" + i))
            .collect(groupingBy(six::of, counting()));
    assertEquals(6, users.size());
    users.forEach((partition, count) -> assertEquals(1_000, count, 150, "of " + partition));
  }
}
