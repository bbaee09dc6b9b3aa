package io.pagenow.presence.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.cluster.sweep.Claims.Idle;
import io.pagenow.presence.model.ConnectionId;
import io.pagenow.presence.model.UserId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.resps.Tuple;

/** How a sweep takes idle users offline. */
class RedisClaimsTest extends StoreTest {

  @Test
  void anIdleUserIsClaimedOnceAndLeavesNoKey() {
    ConnectionId one = open(ANN);
    ConnectionId two = open(ANN);
    await(update(ANN, one, PAGE));
    open(BEN);
    setScore(ANN, now() - 180_001);

    assertEquals(List.of(new Idle(ANN, List.of(one, two))), claims.claimIdle());
    assertEquals(List.of(), claims.claimIdle());
    assertEquals(Set.of("ben"), redis.hgetAll("presence_user_connection").keySet());
    assertEquals(1, redis.hlen("presence_connection_user"));
    assertEquals(List.of("ben"), redis.zrange("status", 0, -1));
    assertEquals(0, redis.hlen("page") + redis.hlen("latest_page"));
  }

  @Test
  void aUserIsNotIdleBeforeTheTimeout() {
    open(ANN);
    setScore(ANN, now() - 170_000);

    assertEquals(List.of(), claims.claimIdle());
  }

  @Test
  void aClaimedUserIsReportedOfflineOnce() {
    open(ANN);
    setScore(ANN, 1);
    claims.claimIdle();

    assertTrue(announce(ANN).isPresent());
    assertEquals(Optional.empty(), announce(ANN));
    assertEquals(Set.of("presence:version", "presence:last_active", "presence:offline"), keys());
  }

  @Test
  void theLastActivityOfAnIdleUserIsTheirLastMessage() {
    open(ANN);
    long active = now() - 200_000;
    setScore(ANN, active);
    claims.claimIdle();

    assertEquals(List.of(new Tuple("ann", (double) active)), lastActive());
  }

  @Test
  void theLastActivityIsRemovedAfterAMonth() {
    long month = Duration.ofDays(30).toMillis();
    redis.zadd("presence:last_active", (double) (now() - month - 1), "gone");
    redis.zadd("presence:last_active", (double) (now() - month + 60_000), "kept");
    claims.claimIdle();

    assertEquals(List.of("kept"), lastActive().stream().map(Tuple::getElement).toList());
  }

  @Test
  void aClaimedUserWhoReconnectsIsNotReportedOffline() {
    ConnectionId connection = open(ANN);
    setScore(ANN, 1);
    claims.claimIdle();
    await(update(ANN, connection, PAGE));

    assertEquals(Optional.empty(), announce(ANN));
  }

  @Test
  void anUnfinishedClaimIsTakenOverByAnotherSweep() {
    open(ANN);
    setScore(ANN, 1);
    claims.claimIdle();
    redis.zadd("presence:claims", (double) (now() - 30_001), "ann");

    assertEquals(List.of(ANN), claims.reclaim());
    assertEquals(List.of(), claims.reclaim());
    assertTrue(announce(ANN).isPresent());
  }

  @Test
  void theNumberOfClaimsOfOneSweepIsBounded() {
    List<CompletableFuture<?>> opened = new ArrayList<>();
    for (int i = 0; i < 450; i++) {
      UserId user = new UserId("user" + i);
      opened.add(store.open(user, node.hub().nextId()).toCompletableFuture());
    }
    CompletableFuture.allOf(opened.toArray(CompletableFuture<?>[]::new)).join();
    redis.zrange("status", 0, -1).forEach(user -> redis.zadd("status", 1, user));

    assertEquals(200, claims.claimIdle().size());
    assertEquals(200, claims.claimIdle().size());
    assertEquals(50, claims.claimIdle().size());
    assertEquals(0, claims.claimIdle().size());
  }
}
