package io.pagenow.presence.redis.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.pagenow.presence.concurrent.BackgroundLoops;
import io.pagenow.presence.metrics.StoreMeters;
import io.pagenow.presence.model.UnavailableException;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.redis.connection.HookedShards;
import io.pagenow.presence.redis.connection.Partitions;
import io.pagenow.presence.redis.connection.RedisPools;
import io.pagenow.presence.redis.connection.Shards;
import io.pagenow.presence.redis.script.Argument;
import io.pagenow.presence.redis.script.Script;
import io.pagenow.presence.testing.Stores;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Calls that wait for a Redis that does not answer. The Redis is real, the clock is not. */
@ExtendWith(Stores.class)
@SuppressWarnings("NullAway.Init") // Set before each test.
class LateCallsTest {

  private static final UserId ANN = new UserId("ann");

  private final AtomicLong now = new AtomicLong(1);
  private final CountDownLatch connecting = new CountDownLatch(1);
  private final CountDownLatch release = new CountDownLatch(1);
  private Shards shards;
  private Scripts scripts;

  @BeforeEach
  void start(Stores stores) {
    shards =
        new HookedShards(
            new RedisPools(stores.settings()).writes(),
            () -> {
              connecting.countDown();
              awaitUninterrupted(release);
            });
    scripts =
        new Scripts(
            shards,
            new Partitions(1),
            new BackgroundLoops(Thread::new),
            StoreMeters.none(),
            now::get);
  }

  @AfterEach
  void stop() {
    release.countDown();
    scripts.stop();
    shards.close();
  }

  @Test
  void aCallThatWaitsLongerThanASecondFailsAndTheNextOneSucceeds() throws InterruptedException {
    CompletableFuture<Object> sent = call();
    connecting.await();
    CompletableFuture<Object> late = call();
    now.addAndGet(1);
    CompletableFuture<Object> inTime = call();
    now.addAndGet(Duration.ofSeconds(1).toNanos());

    release.countDown();

    CompletionException failure = assertThrows(CompletionException.class, late::join);
    assertInstanceOf(UnavailableException.class, failure.getCause());
    assertEquals(0L, sent.join(), "it was on its way already");
    assertEquals(0L, inTime.join());
  }

  private CompletableFuture<Object> call() {
    return scripts
        .run(ANN, Script.CONNECTIONS_OF.call().with(Argument.USER, ANN.value()))
        .toCompletableFuture();
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
