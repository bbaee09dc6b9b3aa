package io.pagenow.presence.redis;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.model.ConnectionId;
import io.pagenow.presence.testing.RedisInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** How concurrent calls share round trips. */
class ScriptPipelineTest extends StoreTest {

  private static final int CALLS = 500;

  /** Upper bound of other reads meanwhile, by the inbox, the periodic tasks and this test. */
  private static final int OTHERS = 25;

  @Test
  void callsInQuickSuccessionShareRoundTrips() {
    ConnectionId connection = open(ANN);
    long readsBefore = reads();
    long start = System.nanoTime();

    List<CompletableFuture<Void>> calls = new ArrayList<>();
    for (int i = 0; i < CALLS; i++) {
      calls.add(store.touch(ANN, connection).toCompletableFuture());
      LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(100));
    }
    calls.forEach(CompletableFuture::join);

    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    long roundTrips = reads() - readsBefore;
    assertTrue(
        roundTrips <= millis / 3 + OTHERS,
        roundTrips + " round trips in " + millis + " ms, although each takes at least 3 ms");
  }

  /** Returns how often Redis has read from a connection so far. */
  private long reads() {
    return RedisInfo.number(redis, "stats", "total_reads_processed");
  }
}
