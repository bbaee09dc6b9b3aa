package io.pagenow.presence.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.delivery.RecordingConnection;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.testing.CapturedLog;
import io.pagenow.presence.testing.RedisInfo;
import io.pagenow.presence.testing.Stores;
import io.pagenow.presence.testing.TestNode;
import java.util.List;
import java.util.Map;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.clients.jedis.AbstractTransaction;
import redis.clients.jedis.params.XAddParams;

/** When a node logs that events were trimmed from its inbox before it read them. */
@ExtendWith(Stores.class)
@SuppressWarnings("NullAway.Init") // Set before each test.
class InboxGapsTest {

  private static final UserId ANN = new UserId("ann");
  private static final Logger LOG = Logger.getLogger("io.pagenow.presence.redis.inbox.InboxReader");
  private static final Pattern CALLS = Pattern.compile("calls=(\\d+)");

  private final CapturedLog log = CapturedLog.of(LOG);
  private Stores stores;
  private TestNode node;

  @BeforeEach
  void start(Stores opened) throws Exception {
    stores = opened;
    stores.people().add(ANN);
    node = new TestNode(stores);
  }

  @AfterEach
  void stop() {
    node.close();
    log.close();
  }

  @Test
  void inboxThatRedisLostIsNoGap() {
    disconnectByTheInbox();
    stores.flush();
    awaitCheck();
    node.renewLease();

    disconnectByTheInbox();
    awaitCheck();

    assertEquals(List.of(), log.entries());
  }

  @Test
  void entryTrimmedByAnotherNodeIsAGap() {
    disconnectByTheInbox();
    String inbox = "presence:inbox:" + node.hub().node();

    try (AbstractTransaction trim = stores.redis().multi()) {
      trim.xtrim(inbox, 0, false);
      trim.xadd(
          inbox,
          XAddParams.xAddParams(),
          Map.of("type", "disconnect", "user", "none", "connection", "none-1"));
      trim.exec();
    }

    Awaitility.await().until(() -> log.levels().equals(List.of("WARNING")));
  }

  /** Has the node read an entry of its inbox. */
  private void disconnectByTheInbox() {
    RecordingConnection connection = node.connect(ANN);
    assertTrue(node.explanations().disconnect(ANN, connection.id()));
    Awaitility.await().until(() -> connection.disconnect().isPresent());
  }

  /** Waits until the node has looked for a gap: it trims the inbox at the same time. */
  private void awaitCheck() {
    long before = trims();
    // The first one may have begun before.
    Awaitility.await().until(() -> trims() >= before + 2);
  }

  private long trims() {
    Matcher calls = CALLS.matcher(RedisInfo.text(stores.redis(), "commandstats", "cmdstat_xtrim"));
    assertTrue(calls.find());
    return Long.parseLong(calls.group(1));
  }
}
