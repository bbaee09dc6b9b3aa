package io.pagenow.presence.lifecycle.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.cluster.Node;
import io.pagenow.presence.cluster.start.StartCheck;
import io.pagenow.presence.config.SettingsReader;
import io.pagenow.presence.model.UnavailableException;
import io.pagenow.presence.testing.CapturedLog;
import io.pagenow.presence.testing.ManualTimer;
import io.pagenow.presence.testing.Stores;
import io.pagenow.presence.testing.TestNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** When a node starts: attempts, their log lines, and the node that becomes ready. */
@ExtendWith(Stores.class)
@SuppressWarnings("NullAway.Init") // Set before each test.
class StartChecksTest {

  private static final Logger LOG = Logger.getLogger(StartChecks.class.getName());

  private final ManualTimer timer = new ManualTimer();
  private final CapturedLog log = CapturedLog.of(LOG);
  private final Service redis = new Service("Redis");
  private final Service database = new Service("The user database");
  private final Service issuer = new Service("The token issuer");
  private TestNode started;
  private Node node;
  private StartChecks checks;

  /** A service that does not answer at first. */
  private static final class Service implements StartCheck {

    private final String name;
    private int failures;
    private int calls;

    Service(String name) {
      this.name = name;
    }

    @Override
    public void run() {
      calls++;
      if (calls <= failures) {
        throw new UnavailableException(name, new IllegalStateException("refused"));
      }
    }
  }

  @BeforeEach
  void start(Stores stores) {
    started = TestNode.starting(stores);
    node = started.node();
    checks = checks(redis, database, issuer);
  }

  @AfterEach
  void stop() {
    log.close();
    timer.shutdownNow();
    started.close();
  }

  @Test
  void nodeAcceptsConnectionsOnceEachServiceHasAnsweredOnce() {
    redis.failures = 2;
    issuer.failures = 1;

    checks.run();
    assertEquals(Node.State.STARTING, node.state());
    assertTrue(timer.runNext());
    assertEquals(Node.State.STARTING, node.state());
    assertTrue(timer.runNext());

    assertEquals(Node.State.RUNNING, node.state());
    assertEquals(List.of(3, 1, 2), List.of(redis.calls, database.calls, issuer.calls));
    assertEquals(List.of(Duration.ofSeconds(1), Duration.ofSeconds(1)), timer.delays());
    assertFalse(timer.runNext());
    assertEquals("INFO", log.levels().get(log.levels().size() - 1));
  }

  @Test
  void failureIsLoggedWithTheSecondAttemptAndThenOnceAMinute() {
    redis.failures = 130;
    database.failures = 1;

    checks.run();
    assertEquals(List.of(), log.entries());
    for (int attempt = 2; attempt <= 130; attempt++) {
      assertTrue(timer.runNext());
      int lines = attempt < 62 ? 1 : attempt < 122 ? 2 : 3;
      assertEquals(lines, log.entries().size(), "after attempt " + attempt);
    }

    log.entries()
        .forEach(
            entry -> {
              assertEquals("SEVERE", entry.level());
              assertTrue(
                  entry.message().startsWith("Redis is not available. Tried "), entry::message);
            });
  }

  @Test
  void serviceThatTwoChecksNeedIsReportedOnce() {
    Service sameRedis = new Service("Redis");
    redis.failures = sameRedis.failures = 2;
    issuer.failures = 2;
    checks = checks(redis, sameRedis, issuer);

    checks.run();
    timer.runNext();

    assertEquals(
        List.of("Redis is not available", "The token issuer is not available"),
        log.entries().stream().map(entry -> entry.message().split("\\.", 2)[0]).toList());
  }

  @Test
  void errorThatNoServiceCausedIsLoggedAtOnceAndRetried() {
    StartCheck broken =
        new StartCheck() {
          private int calls;

          @Override
          public void run() {
            calls++;
            if (calls <= 2) {
              throw new NoClassDefFoundError("missing");
            }
          }
        };
    checks = checks(broken);

    checks.run();
    assertEquals(
        List.of("java.lang.NoClassDefFoundError: missing"),
        log.entries().stream().map(CapturedLog.Entry::thrown).toList());
    timer.runNext();
    assertEquals(Node.State.STARTING, node.state());
    assertEquals(1, log.entries().size());
    timer.runNext();

    assertTrue(node.isRunning());
  }

  @Test
  void nodeThatDrainsBeforeItIsReadyStaysStopped() {
    redis.failures = 1;
    checks.run();
    node.drain();

    timer.runNext();

    assertEquals(Node.State.STOPPED, node.state());
    assertEquals(List.of(), log.entries());
  }

  @Test
  void applicationThatStopsEndsTheAttempts() {
    redis.failures = 10;
    checks.run();

    checks.stop();

    assertFalse(timer.runNext());
    checks.run();
    assertEquals(1, timer.delays().size());
  }

  private StartChecks checks(StartCheck... all) {
    Config config = StartReportTest.config(Map.of());
    StartTrouble trouble = new StartTrouble(SettingsReader.settings(config), config);
    return new StartChecks(timer, List.of(all), node, trouble);
  }
}
