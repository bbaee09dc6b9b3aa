package io.pagenow.presence.conversation;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.cluster.Leases;
import io.pagenow.presence.delivery.RecordingConnection;
import io.pagenow.presence.testing.Mirror;
import io.pagenow.presence.testing.Stores;
import io.pagenow.presence.testing.TwoNodes;
import jakarta.json.JsonObject;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.clients.jedis.StreamEntryID;

/**
 * Version 2 beside a node of the last release without it. That release does not record when users
 * go offline, and its nodes have a lease only.
 */
@ExtendWith(Stores.class)
class MixedReleasesTest extends TwoNodes {

  private static final String PAGE_TEXT = "{\"url\":\"https://example.com/\",\"title\":\"Old\"}";

  @Test
  void aClientMissesNothingThatAnOlderNodeDidWhileItWasAway() {
    update(there, there.connect(BEN), PAGE);
    String since = since();
    renewLeaseOfOlderNode();
    here.renewLease();

    takeOfflineAsBefore();
    JsonObject state = state(here.connectV2(ANN, Optional.of(since)));

    assertTrue(state.getBoolean("full"), "the change has no version");
    assertFalse(state.getJsonArray("friends").getJsonObject(0).getBoolean("online"));
  }

  @Test
  void clientsResumeAgainOnceTheLastOlderNodeIsGone() {
    update(there, there.connect(BEN), PAGE);
    renewLeaseOfOlderNode();
    String during = since();
    assertTrue(state(here.connectV2(ANN, Optional.of(during))).getBoolean("full"));

    redis.zrem("presence:nodes", "old");
    String after = since();

    assertFalse(state(here.connectV2(ANN, Optional.of(after))).getBoolean("full"));
    assertTrue(state(here.connectV2(ANN, Optional.of(during))).getBoolean("full"));
  }

  @Test
  void newNodesAloneDoNotEndWhatClientsHold() {
    String since = since();
    there.renewLease();
    here.renewLease();
    there.node().drain();

    assertFalse(state(here.connectV2(ANN, Optional.of(since))).getBoolean("full"));
  }

  @Test
  void eventsOfAnOlderNodeAreDelivered() {
    RecordingConnection ann = here.connectV2(ANN);
    long version = System.currentTimeMillis() * 1_000;
    publishAsBefore(
        Map.of(
            "user",
            "ben",
            "type",
            "update",
            "version",
            String.valueOf(version),
            "page",
            PAGE_TEXT,
            "latest",
            PAGE_TEXT));
    publishAsBefore(
        Map.of("user", "ben", "type", "timeout", "version", String.valueOf(version + 1)));

    await()
        .until(
            () ->
                ann.sent().stream()
                    .anyMatch(
                        text ->
                            text.contains("\"online\":false,\"page\":null,\"lastActiveAt\":null}")
                                && text.startsWith("{\"type\":\"presence\"")));
    Mirror mirror = new Mirror();
    ann.sent().forEach(mirror::apply);
    JsonObject ben = mirror.friends().get("ben");
    assertEquals(version + 1, ben == null ? 0 : ben.getJsonNumber("version").longValue());
  }

  private void renewLeaseOfOlderNode() {
    redis.zadd(
        "presence:nodes", (double) System.currentTimeMillis() + Leases.LEASE.toMillis(), "old");
  }

  /** Records what the older release records if Ben goes offline. */
  private void takeOfflineAsBefore() {
    redis.hgetAll("presence_connection_user").entrySet().stream()
        .filter(entry -> entry.getValue().equals("ben"))
        .forEach(entry -> redis.hdel("presence_connection_user", entry.getKey()));
    redis.hdel("presence_user_connection", "ben");
    redis.zadd("presence:last_active", (double) System.currentTimeMillis(), "ben");
    redis.zrem("status", "ben");
    redis.hdel("page", "ben");
    redis.hdel("latest_page", "ben");
    redis.set("presence:version", String.valueOf(System.currentTimeMillis() * 1_000));
    redis.hdel("presence:versions", "ben");
  }

  private void publishAsBefore(Map<String, String> event) {
    redis.xadd("presence:inbox:" + here.hub().node().value(), StreamEntryID.NEW_ENTRY, event);
  }

  /** Returns a value that a client has after all events until now. */
  private String since() {
    steady(here);
    return state(here.connectV2(ANN)).getString("since");
  }

  private static JsonObject state(RecordingConnection connection) {
    return Mirror.parse(connection.sent().get(1));
  }
}
