package io.pagenow.presence.redis.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.pagenow.presence.concurrent.BackgroundLoop;
import io.pagenow.presence.concurrent.BackgroundLoops;
import io.pagenow.presence.metrics.StoreMeters;
import io.pagenow.presence.redis.connection.RedisPools;
import io.pagenow.presence.redis.connection.Shards;
import io.pagenow.presence.redis.script.Argument;
import io.pagenow.presence.redis.script.Script;
import io.pagenow.presence.testing.ClusterMasters;
import io.pagenow.presence.testing.ClusterStores;
import io.pagenow.presence.testing.Stores;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Threads and connections for the scripts of twelve partitions on three masters. */
@ExtendWith(ClusterStores.class)
@SuppressWarnings("NullAway.Init") // Set before each test.
class MasterPipelinesTest {

  private static final int ROUNDS = 50;

  private final AtomicLong passed = new AtomicLong();
  private final BackgroundLoops loops = new BackgroundLoops(Thread::new);
  private ClusterMasters masters;
  private Shards shards;

  @BeforeEach
  void start(Stores stores) {
    masters = new ClusterMasters(stores);
    shards = new RedisPools(masters.settings()).writes();
  }

  @AfterEach
  void stop() {
    shards.close();
  }

  @Test
  void eachMasterHasOneThreadAndOneConnection() {
    Scripts scripts = scripts(System::nanoTime);
    Set<String> threads = ConcurrentHashMap.newKeySet();
    List<CompletableFuture<?>> calls = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      for (int i = 0; i < ClusterMasters.PARTITIONS; i++) {
        calls.add(
            call(scripts, i).thenAccept(result -> threads.add(Thread.currentThread().getName())));
      }
      calls.forEach(CompletableFuture::join);
    }

    for (int port : masters.ports()) {
      assertEquals(1, masters.connections(port, "time").size(), "of the master on " + port);
    }
    assertEquals(3, masters.ports().size());
    assertEquals(3, loops.all().size());
    Set<String> own = new HashSet<>(loops.all().stream().map(BackgroundLoop::name).toList());
    // A call that completed before its dependent was added runs that on the caller's thread.
    threads.remove(Thread.currentThread().getName());
    assertEquals(own, threads);
    assertEquals(0, scripts.disruptions());
    scripts.stop();
  }

  @Test
  void aPartitionWhoseSlotMovesDoesNotDelayTheOthersOfItsMaster() {
    Scripts scripts = scripts(passed::get);
    List<Integer> shared = masters.ofFirstMaster();
    int moving = shared.get(0);
    call(scripts, moving).join();
    masters.startMoving(moving);
    CompletableFuture<Object> waits;
    try {
      waits = call(scripts, moving);
      for (int round = 0; round < ROUNDS; round++) {
        for (int other : shared.subList(1, shared.size())) {
          assertEquals(0L, call(scripts, other).join());
        }
      }
      assertFalse(waits.isDone(), "its pause does not end before the test advances the clock");
    } finally {
      masters.cancelMoving(moving);
    }
    CompletableFuture<Object> next = call(scripts, moving);

    passed.addAndGet(Duration.ofMillis(500).toNanos());

    assertEquals(0L, waits.join());
    assertEquals(0L, next.join());
    scripts.stop();
  }

  private Scripts scripts(LongSupplier nanoTime) {
    return new Scripts(shards, masters.partitions(), loops, StoreMeters.none(), nanoTime);
  }

  private static CompletableFuture<Object> call(Scripts scripts, int partition) {
    return scripts
        .run(partition, Script.CONNECTIONS_OF.call().with(Argument.USER, "ann"))
        .toCompletableFuture();
  }
}
