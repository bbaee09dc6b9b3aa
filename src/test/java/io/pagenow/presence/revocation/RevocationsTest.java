package io.pagenow.presence.revocation;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.delivery.Disconnect;
import io.pagenow.presence.delivery.RecordingConnection;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.testing.Stores;
import io.pagenow.presence.testing.TestNode;
import java.sql.SQLException;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.clients.jedis.UnifiedJedis;

@ExtendWith(Stores.class)
class RevocationsTest {

  private static final UserId ANN = new UserId("ann");
  private static final UserId BEN = new UserId("ben");
  private static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00Z");

  private UnifiedJedis redis;
  private TestNode here;
  private TestNode there;
  private RecordingConnection ann;
  private RecordingConnection annThere;
  private RecordingConnection ben;

  @BeforeEach
  void start(Stores stores) throws SQLException {
    redis = stores.redis();
    stores.people().add(ANN, BEN);
    here = new TestNode(stores);
    there = new TestNode(stores);
    ann = here.connect(ANN);
    annThere = there.connect(ANN);
    ben = here.connect(BEN);
  }

  @AfterEach
  void stop() {
    there.close();
    here.close();
  }

  @Test
  void aNotificationClosesTheConnectionsOnEveryNodeAndRevokesEarlierTokens() {
    await()
        .until(
            () -> {
              redis.publish("presence:revocations", "ann \u0001 nobody");
              return ann.closed() != null && annThere.closed() != null;
            });

    assertEquals(Disconnect.TOKEN_REVOKED, ann.closed());
    assertEquals(Disconnect.TOKEN_REVOKED, annThere.closed());
    assertNull(ben.closed());
    await().until(() -> here.revocations().isRevoked(ANN, LONG_AGO));
    assertTrue(here.revocations().isRevoked(ANN, Instant.EPOCH));
    assertFalse(here.revocations().isRevoked(ANN, Instant.now().plusSeconds(2)));
    assertFalse(here.revocations().isRevoked(BEN, LONG_AGO));
  }

  /** Redis closes idle connections if it has a {@code timeout}, and a restart closes all. */
  @Test
  void aRevocationIsFoundAlthoughRedisClosedTheIdleConnections(Stores stores) {
    here.revocations().catchUp();
    redis.zadd("presence:revoked", (double) Instant.now().toEpochMilli(), "ann");
    stores.closeAllConnections();

    here.revocations().catchUp();

    assertEquals(Disconnect.TOKEN_REVOKED, ann.closed());
  }

  @Test
  void aNodeThatMissedTheNotificationCatchesUpOnce() {
    Instant revoked = Instant.now();
    redis.zadd("presence:revoked", (double) revoked.toEpochMilli(), "ann");

    here.revocations().catchUp();

    assertEquals(Disconnect.TOKEN_REVOKED, ann.closed());
    assertNull(annThere.closed());
    assertTrue(here.revocations().isRevoked(ANN, LONG_AGO));
    assertFalse(there.revocations().isRevoked(ANN, LONG_AGO));

    RecordingConnection again = here.connect(ANN);
    here.revocations().catchUp();
    assertNull(again.closed());
  }

  @Test
  void aTimeInTheFutureHidesNoLaterRevocation() {
    redis.zadd("presence:revoked", (double) Instant.now().plusSeconds(3_600).toEpochMilli(), "eve");
    here.revocations().catchUp();
    redis.zadd("presence:revoked", (double) Instant.now().toEpochMilli(), "ann");

    here.revocations().catchUp();

    assertEquals(Disconnect.TOKEN_REVOKED, ann.closed());
  }

  @Test
  void aTokenOfTheSecondOfTheRevocationIsRevoked() {
    Instant revoked = Instant.parse("2026-11-27T12:00:00.900Z");
    redis.zadd("presence:revoked", (double) revoked.toEpochMilli(), "ann");

    here.revocations().catchUp();

    assertTrue(here.revocations().isRevoked(ANN, Instant.parse("2026-11-27T12:00:00Z")));
    assertFalse(here.revocations().isRevoked(ANN, Instant.parse("2026-11-27T12:00:01Z")));
  }
}
