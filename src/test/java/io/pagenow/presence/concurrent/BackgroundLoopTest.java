package io.pagenow.presence.concurrent;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.model.UnavailableException;
import io.pagenow.presence.testing.CapturedLog;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BackgroundLoopTest {

  private static final Logger LOG = Logger.getLogger(FailureLog.class.getName());
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final Duration SHORT = Duration.ofMillis(1);

  private final AtomicLong nanos = new AtomicLong();
  private final BackgroundLoops loops = new BackgroundLoops(Thread::new, nanos::get);
  private final CountDownLatch release = new CountDownLatch(1);
  private final AtomicInteger rounds = new AtomicInteger();
  private final List<BackgroundLoop> started = new CopyOnWriteArrayList<>();
  private CapturedLog log;

  @BeforeEach
  void listenToTheLog() {
    log = CapturedLog.of(LOG);
  }

  @AfterEach
  void stop() {
    release.countDown();
    started.forEach(BackgroundLoop::stop);
    log.close();
  }

  @Test
  void anErrorDoesNotEndTheLoop() {
    BackgroundLoop loop =
        start(
            () -> {
              if (rounds.incrementAndGet() == 1) {
                throw new OutOfMemoryError("by a test");
              }
            });

    await().until(() -> rounds.get() > 3);

    assertEquals(Map.of(), loops.stuck());
    await().until(() -> loop.failure().isEmpty());
    assertEquals(List.of("SEVERE", "INFO"), log.levels());
  }

  @Test
  void aLoopContinuesThoughItsFailureCannotBeLogged() {
    log.close();
    Handler broken =
        new Handler() {
          @Override
          public void publish(LogRecord line) {
            throw new OutOfMemoryError("by a test");
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    LOG.addHandler(broken);
    try {
      start(
          () -> {
            if (rounds.incrementAndGet() == 1) {
              throw new OutOfMemoryError("by a test");
            }
          });
      await().until(() -> rounds.get() > 3);
    } finally {
      LOG.removeHandler(broken);
    }
  }

  @Test
  void anOutageLogsTwoLinesForAllLoops() {
    AtomicInteger others = new AtomicInteger();
    start("one", () -> failDuringTheOutage(rounds, others));
    start("other", () -> failDuringTheOutage(others, rounds));

    await().until(() -> rounds.get() > 5 && others.get() > 5);

    await().until(() -> log.levels().contains("INFO"));
    assertEquals(List.of("WARNING", "INFO"), log.levels());
  }

  @Test
  void aLoopThatHangsIsStuckUntilItContinues() {
    start(
        () -> {
          if (rounds.incrementAndGet() == 1) {
            release.await();
          }
        });
    await().until(() -> rounds.get() == 1);
    assertEquals(Map.of(), loops.stuck());

    nanos.addAndGet(LIMIT.plusSeconds(1).toNanos());

    assertEquals(Map.of("loop", "no progress for 11 s"), loops.stuck());
    release.countDown();
    await().until(() -> loops.stuck().isEmpty());
  }

  @Test
  void aLongRoundWithProgressIsNotStuck() {
    BackgroundLoop loop =
        start(
            () -> {
              rounds.incrementAndGet();
              release.await();
            });
    await().until(() -> rounds.get() == 1);
    nanos.addAndGet(LIMIT.toNanos());
    loop.progress();
    nanos.addAndGet(LIMIT.toNanos());

    assertEquals(Optional.empty(), loop.trouble());
  }

  @Test
  void aStoppedLoopIsNotStuck() {
    BackgroundLoop loop =
        start(
            () -> {
              rounds.incrementAndGet();
              release.await();
            });
    await().until(() -> rounds.get() == 1);

    loop.stop();

    assertTrue(loop.hasEnded());
    nanos.addAndGet(LIMIT.multipliedBy(2).toNanos());
    assertEquals(Map.of(), loops.stuck());
  }

  /** Fails for two rounds, and until the other loop has failed twice. */
  private void failDuringTheOutage(AtomicInteger own, AtomicInteger other) {
    if (own.incrementAndGet() <= 2 || other.get() < 2) {
      throw new UnavailableException("Redis");
    }
  }

  private BackgroundLoop start(BackgroundLoop.Round round) {
    return start("loop", round);
  }

  private BackgroundLoop start(String name, BackgroundLoop.Round round) {
    BackgroundLoop loop = loops.every(SHORT, name, LIMIT, round);
    started.add(loop);
    loop.start();
    return loop;
  }
}
