package io.pagenow.presence.it.load;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.it.DeployedApplication;
import io.pagenow.presence.it.SharedServers;
import io.pagenow.presence.it.TestEnvironment;
import io.pagenow.presence.it.crowd.Crowd;
import io.pagenow.presence.it.crowd.ReceivedEvents.Figures;
import io.pagenow.presence.testing.CuttableProxy;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Connections that all break at once without a close frame, and clients that reconnect. */
@Tag("stress")
class FlappingIT extends SharedServers {

  private static final int FLAPPING = Size.of(40, 200);
  private static final int BREAKS = Size.of(4, 20);
  private static final int SECONDS_BETWEEN = 3;

  private static final int RATE = Size.of(100, 200);
  private static final Duration TIME = Duration.ofSeconds(Size.of(2, 10));

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private CuttableProxy network;

  @BeforeEach
  void connect() throws Exception {
    network = CuttableProxy.to(nodeA.getPort());
  }

  @AfterEach
  void disconnect() throws Exception {
    clock.shutdownNow();
    network.close();
  }

  @Test
  void friendsSeeNothingOfClientsThatFlap() throws Exception {
    List<URI> nodes = List.of(TestEnvironment.application(network.port()), nodeB);
    try (Crowd crowd =
        Crowd.connectReturning(
            users("flapper", 2 * FLAPPING), people, DeployedApplication::token, nodes)) {
      crowd.sendUpdates(RATE, TIME);
      AtomicInteger breaks = new AtomicInteger();
      ScheduledFuture<?> flapping =
          clock.scheduleAtFixedRate(
              () -> {
                if (breaks.get() < BREAKS) {
                  breakAll();
                  breaks.incrementAndGet();
                }
              },
              0,
              SECONDS_BETWEEN,
              SECONDS);
      await()
          .atMost(Duration.ofSeconds(SECONDS_BETWEEN).multipliedBy(BREAKS).plus(PATIENCE))
          .until(() -> breaks.get() == BREAKS || flapping.isDone());
      // A client may reconnect twice during one break.
      await()
          .atMost(PATIENCE)
          .until(() -> crowd.returns().returned() >= BREAKS * FLAPPING && crowd.lost() == 0);
      Figures afterwards = crowd.sendUpdates(RATE, TIME);

      System.out.printf(
          "%d clients that break %d times, every %d s, beside as many who do not: %s%n"
              + "  afterwards: %s%n",
          FLAPPING, BREAKS, SECONDS_BETWEEN, crowd.returns(), afterwards);
      assertEquals(0, crowd.returns().timeouts(), "timeouts seen");
      assertTrue(afterwards.areInOrder(), afterwards.toString());
      await().until(() -> crowd.users().stream().noneMatch(this::isWaitedFor));
    }
  }

  /** Breaks every connection that goes through the network proxy. */
  private void breakAll() {
    network.cut();
    network.restore();
  }
}
