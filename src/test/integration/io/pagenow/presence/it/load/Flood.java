package io.pagenow.presence.it.load;

import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.it.crowd.Crowd;
import io.pagenow.presence.it.crowd.ReceivedEvents.Figures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Attacks a server while the users of a crowd send updates, and checks that they notice nothing.
 */
final class Flood {

  private static final int RATE = Size.of(100, 300);
  private static final Duration TIME = Duration.ofSeconds(Size.of(1, 20));
  private static final int ATTACKERS = 4;

  /** The latency in milliseconds that users do not notice, even if it was lower before. */
  private static final double UNNOTICED = 250;

  /** What one client does once. */
  interface Attack {
    void once() throws IOException;
  }

  private final Crowd crowd;
  private final Figures quiet;

  /** Measures the latency of the crowd without a flood. */
  Flood(Crowd crowd) {
    this.crowd = crowd;
    crowd.sendUpdates(RATE, TIME); // The server is slow at first.
    quiet = crowd.sendUpdates(RATE, TIME);
    System.out.println("Without a flood: " + quiet);
  }

  /**
   * Attacks at a fixed rate from several threads, while the other users send updates as before.
   * Without a rate, the attackers would use up the machine, whatever the server does.
   */
  void run(String what, int rate, Attack attack) throws Exception {
    AtomicInteger count = new AtomicInteger();
    Runnable once =
        () -> {
          try {
            attack.once();
            count.incrementAndGet();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        };
    ScheduledExecutorService attackers = Executors.newScheduledThreadPool(ATTACKERS);
    try {
      List<ScheduledFuture<?>> attacks = new ArrayList<>();
      long pause = SECONDS.toNanos(ATTACKERS) / rate;
      for (int i = 0; i < ATTACKERS; i++) {
        attacks.add(attackers.scheduleAtFixedRate(once, 0, pause, NANOSECONDS));
      }
      double limit = Math.max(2 * quiet.p99(), UNNOTICED);
      Figures figures = crowd.sendUpdatesWithin(limit, RATE, TIME);
      for (ScheduledFuture<?> one : attacks) {
        if (one.isDone()) {
          one.get(); // The attack failed: otherwise it would still run.
        }
      }
      attackers.shutdown();
      assertTrue(attackers.awaitTermination(30, SECONDS));
      System.out.printf("Beside %d %s: %s%n", count.get(), what, figures);
      assertTrue(count.get() > 0);
      assertTrue(figures.areInOrder(), figures.toString());
      if (Size.isFull()) {
        assertTrue(figures.p99() <= limit, figures.toString());
      }
      assertEquals(0, crowd.lost());
    } finally {
      attackers.shutdownNow();
    }
  }
}
