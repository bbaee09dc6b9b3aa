package io.pagenow.presence.redis.reader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.concurrent.Batcher;
import io.pagenow.presence.concurrent.Outage;
import io.pagenow.presence.model.Presence;
import io.pagenow.presence.model.UnavailableException;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.presence.query.OwnPresence;
import io.pagenow.presence.redis.connection.Partitions;
import io.pagenow.presence.redis.connection.RedisPools;
import io.pagenow.presence.redis.connection.Shards;
import io.pagenow.presence.redis.master.MasterBatchers;
import io.pagenow.presence.redis.reader.PresenceReads.Moment;
import io.pagenow.presence.redis.reader.PresenceReads.Query;
import io.pagenow.presence.testing.ClusterMasters;
import io.pagenow.presence.testing.ClusterStores;
import io.pagenow.presence.testing.Stores;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Reads of twelve partitions on three masters. */
@ExtendWith(ClusterStores.class)
@SuppressWarnings("NullAway.Init") // Set before each test.
class MasterBatchersTest {

  private static final UserId ANN = new UserId("ann");
  private static final UserId BEN = new UserId("ben");

  /** No batch starts because another one is slow, and no caller gives up. */
  private static final Batcher.Limits LIMITS = new Batcher.Limits(16, 1, Duration.ofMinutes(1));

  private final AtomicInteger threads = new AtomicInteger();
  private final List<List<Integer>> batches = new ArrayList<>();
  private final CountDownLatch release = new CountDownLatch(1);
  private ClusterMasters masters;
  private Shards shards;
  private PresenceReads reads;
  private MasterBatchers<Query, Moment> batchers;

  @BeforeEach
  void start(Stores stores) {
    masters = new ClusterMasters(stores);
    shards = new RedisPools(masters.settings()).reads();
    shards.connect(0).close();
    reads = new PresenceReads(shards, masters.partitions());
    batchers =
        new MasterBatchers<>(
            shards,
            new Outage("Redis"),
            LIMITS,
            work -> {
              threads.incrementAndGet();
              return new Thread(work);
            },
            Query::partition,
            this::read);
    for (int i = 0; i < ClusterMasters.PARTITIONS; i++) {
      Partitions.Keys keys = masters.partitions().keysOf(i);
      stores.redis().zadd(keys.status(), 1_000 + i, ANN.value());
      stores.redis().hset(keys.page(), ANN.value(), "{\"page\":" + i + "}");
      stores.redis().zadd(keys.nodes(), 5, "node");
    }
  }

  @AfterEach
  void stop() {
    batchers.close();
    shards.close();
  }

  private List<Moment> read(List<Query> queries) {
    synchronized (batches) {
      batches.add(queries.stream().map(Query::partition).toList());
    }
    try {
      release.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return reads.read(queries);
  }

  @Test
  void theQueriesAboutThePartitionsOfAMasterShareABatchAndAThread() {
    List<Query> queries =
        IntStream.range(0, ClusterMasters.PARTITIONS).mapToObj(this::query).toList();
    release.countDown();

    List<Moment> answers = batchers.ask(queries).get();

    for (int i = 0; i < ClusterMasters.PARTITIONS; i++) {
      assertAnswer(i, answers.get(i));
    }
    assertEquals(3, threads.get());
    assertEquals(List.of(4, 4, 4), batches.stream().map(List::size).toList());
  }

  @Test
  void aBatchAboutManyPartitionsHasTheAnswersInTheOrderOfTheQueries() {
    List<Integer> shared = masters.ofFirstMaster();
    List<Query> queries =
        IntStream.range(0, 12)
            .map(i -> shared.get(i % shared.size()))
            .mapToObj(this::query)
            .toList();

    List<Moment> answers = reads.read(queries);

    for (int i = 0; i < queries.size(); i++) {
      assertAnswer(queries.get(i).partition(), answers.get(i));
    }
    for (int port : masters.ports()) {
      assertTrue(masters.connections(port, "exec").size() <= 1, "of the master on " + port);
    }
  }

  @Test
  void aPartitionWhoseSlotMovesFailsItsOwnQueriesOnly() {
    List<Integer> shared = masters.ofFirstMaster();
    int moving = shared.get(1);
    List<Supplier<List<Moment>>> answers;
    masters.startMoving(moving);
    try {
      answers = shared.stream().map(this::ask).toList();
      release.countDown();
      for (int i = 0; i < shared.size(); i++) {
        if (shared.get(i) == moving) {
          assertThrows(UnavailableException.class, answers.get(i)::get);
        } else {
          assertAnswer(shared.get(i), answers.get(i).get().get(0));
        }
      }
    } finally {
      masters.cancelMoving(moving);
    }
    assertAnswer(moving, ask(moving).get().get(0));
  }

  @Test
  void theOwnPresenceOfUsersInManyPartitionsIsReadInOneRoundTrip(Stores stores) {
    List<Integer> shared = masters.ofFirstMaster();
    List<UserId> users =
        IntStream.range(0, 60)
            .mapToObj(i -> new UserId("user" + i))
            .filter(user -> shared.contains(masters.partitions().of(user)))
            .toList();
    for (UserId user : users) {
      Partitions.Keys keys = masters.partitions().keysOf(masters.partitions().of(user));
      stores.redis().zadd(keys.lastActive(), users.indexOf(user), user.value());
    }

    RedisOwnPresences own =
        new RedisOwnPresences(shards, masters.partitions(), masters.settings(), Thread::new);
    List<OwnPresence> found = own.read(users);

    assertEquals(
        IntStream.range(0, users.size())
            .mapToObj(i -> new Presence.Offline(Instant.ofEpochMilli(i), 0))
            .toList(),
        found.stream().map(OwnPresence::presence).toList());
    for (int port : masters.ports()) {
      assertTrue(masters.connections(port, "exec").size() <= 1, "of the master on " + port);
    }
  }

  private Supplier<List<Moment>> ask(int partition) {
    return batchers.ask(List.of(query(partition)));
  }

  private Query query(int partition) {
    return new Query(partition, List.of(BEN, ANN), 100);
  }

  private static void assertAnswer(int partition, Moment answer) {
    assertEquals(2, answer.users().size());
    assertEquals(null, answer.users().get(0).active());
    assertEquals(1_000.0 + partition, answer.users().get(1).active());
    assertEquals("{\"page\":" + partition + "}", answer.users().get(1).page());
    assertEquals(5, answer.lease().getAsLong());
    assertTrue(answer.complete());
  }
}
