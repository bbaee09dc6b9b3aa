package io.pagenow.presence.it.load;

import static io.pagenow.presence.it.TestEnvironment.NODE_A;
import static io.pagenow.presence.it.TestEnvironment.NODE_B;
import static java.util.concurrent.TimeUnit.MINUTES;
import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.it.DeployedApplication;
import io.pagenow.presence.it.SharedServers;
import io.pagenow.presence.it.TestEnvironment;
import io.pagenow.presence.it.crowd.RandomClients;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.testing.CuttableProxy;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Users who come and go at random for a long time, while the stores fail now and then. */
@Tag("soak")
class SoakIT extends SharedServers {

  private static final long SEED = Long.getLong("soak.seed", 1);
  private static final Duration TIME = Duration.ofMinutes(Integer.getInteger("soak.minutes", 30));
  private static final Duration WARM_UP = TIME.dividedBy(15);
  private static final int USERS = 400;
  private static final int STEPS_A_SECOND = 300;

  @Test
  void everythingEndsWhereItBegan() throws Exception {
    List<UserId> users = users("soak", USERS);
    for (int step = 1; step <= 5; step++) {
      List<UserId> friends = new ArrayList<>(users);
      Collections.rotate(friends, step);
      people.befriendAll(users, friends);
    }
    try (RandomClients randomClients =
        new RandomClients(users, DeployedApplication::token, List.of(nodeA, nodeB), SEED)) {
      soak(randomClients, WARM_UP);
      List<Footprint> before = footprints();
      soak(randomClients, TIME);

      System.out.printf("Soaked for %d s, seed %d: %s%n", TIME.toSeconds(), SEED, randomClients);
      await()
          .atMost(Duration.ofMinutes(2))
          .pollInterval(Duration.ofSeconds(2))
          .untilAsserted(() -> assertAtMost(before, footprints()));
      System.out.printf("  before: %s%n  after:  %s%n", before, footprints());
    }
  }

  /** Runs the clients for the given time while the stores fail now and then. Then closes all. */
  private void soak(RandomClients randomClients, Duration time) throws Exception {
    Faults faults = new Faults(SEED);
    ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    try {
      Runnable step =
          () -> {
            faults.step();
            randomClients.step();
          };
      long pause = Duration.ofSeconds(1).toNanos() / STEPS_A_SECOND;
      ScheduledFuture<?> walk = clock.scheduleAtFixedRate(step, 0, pause, NANOSECONDS);
      assertThrows(
          TimeoutException.class, () -> walk.get(time.toSeconds(), SECONDS), "it goes on and on");
    } finally {
      clock.shutdownNow();
      clock.awaitTermination(1, MINUTES);
      faults.end();
    }
    await().atMost(Duration.ofMinutes(1)).until(randomClients::closeAll);
    await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> redis.hvals("presence_connection_user").stream().noneMatch(this::isWanderer));
  }

  private boolean isWanderer(String user) {
    return user.startsWith("soak-");
  }

  private List<Footprint> footprints() throws IOException {
    return List.of(
        Footprint.of(TestEnvironment.process(NODE_A), redis),
        Footprint.of(TestEnvironment.process(NODE_B), redis));
  }

  private static void assertAtMost(List<Footprint> before, List<Footprint> after) {
    for (int node = 0; node < before.size(); node++) {
      assertTrue(after.get(node).isAtMost(before.get(node)), after + " after " + before);
    }
  }

  /** Makes a store unavailable for a second, every 30 seconds. Not thread-safe. */
  private static final class Faults {

    private static final int STEPS_BETWEEN = 30 * STEPS_A_SECOND;

    private final Random random;
    private int steps;

    Faults(long seed) {
      random = new Random(seed);
    }

    void step() {
      int phase = ++steps % STEPS_BETWEEN;
      if (phase == STEPS_BETWEEN / 2) {
        begin();
      } else if (phase == STEPS_BETWEEN / 2 + STEPS_A_SECOND) {
        end();
      }
    }

    private void begin() {
      CuttableProxy store =
          random.nextBoolean() ? TestEnvironment.redisProxy() : TestEnvironment.databaseProxy();
      if (random.nextBoolean()) {
        store.cut();
      } else {
        store.pause();
      }
    }

    void end() {
      TestEnvironment.redisProxy().restore();
      TestEnvironment.databaseProxy().restore();
    }
  }
}
