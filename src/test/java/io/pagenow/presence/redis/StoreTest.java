package io.pagenow.presence.redis;

import io.pagenow.presence.cluster.subscription.Subscriptions;
import io.pagenow.presence.cluster.sweep.Claims;
import io.pagenow.presence.model.ConnectionId;
import io.pagenow.presence.model.Page;
import io.pagenow.presence.model.PresenceEvent;
import io.pagenow.presence.model.PresenceEvent.TimedOut;
import io.pagenow.presence.model.PresenceEvent.Updated;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.presence.CloseCause;
import io.pagenow.presence.presence.PresenceStore;
import io.pagenow.presence.presence.PresenceStore.Departure;
import io.pagenow.presence.presence.PresenceStore.Ending;
import io.pagenow.presence.presence.Report;
import io.pagenow.presence.protocol.page.Pages;
import io.pagenow.presence.testing.Stores;
import io.pagenow.presence.testing.TestNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.resps.Tuple;

/** Base of the tests of one node's store on an empty Redis. */
@ExtendWith(Stores.class)
abstract class StoreTest {

  static final UserId ANN = new UserId("ann");
  static final UserId BEN = new UserId("ben");
  static final Page PAGE = Pages.of("https://example.com/", "Example");
  static final String PAGE_JSON = "{\"url\":\"https://example.com/\",\"title\":\"Example\"}";
  static final String HIDDEN_JSON = "{\"url\":\"\",\"title\":\"\"}";
  static final Page OTHER = Pages.of("https://other.example/", "Other");
  static final String OTHER_JSON = "{\"url\":\"https://other.example/\",\"title\":\"Other\"}";

  UnifiedJedis redis;
  TestNode node;
  PresenceStore store;
  Claims claims;
  Subscriptions subscriptions;

  @BeforeEach
  void start(Stores stores) {
    redis = stores.redis();
    node = new TestNode(stores);
    store = node.store();
    claims = node.claims();
    subscriptions = node.subscriptions();
  }

  @AfterEach
  void stop() {
    node.close();
  }

  ConnectionId open(UserId user) {
    ConnectionId connection = node.hub().nextId();
    await(store.open(user, connection));
    return connection;
  }

  CompletionStage<Updated> update(UserId user, ConnectionId connection, Page page) {
    return store.update(user, connection, Report.now(page)).thenApply(Optional::orElseThrow);
  }

  CompletionStage<Optional<PresenceEvent>> close(
      UserId user, ConnectionId connection, Departure departure) {
    return store.close(
        user, connection, new Ending(departure, 0, false, CloseCause.byNode(Optional.empty())));
  }

  Optional<PresenceEvent> close(UserId user, ConnectionId connection) {
    return await(close(user, connection, Departure.CLOSED));
  }

  static Updated shown(Optional<PresenceEvent> event) {
    return (Updated) event.orElseThrow();
  }

  /** Ends the claim on a user. Returns the event; empty if there is no claim. */
  Optional<TimedOut> announce(UserId user) {
    List<TimedOut> events = new ArrayList<>();
    claims.announce(List.of(user), events::add);
    return events.stream().findFirst();
  }

  long score(UserId user) {
    return redis.zscore("status", user.value()).longValue();
  }

  /** Returns all keys except those of the node itself, and the transitions, which stay. */
  Set<String> keys() {
    Set<String> keys = new HashSet<>(redis.keys("*"));
    keys.removeAll(Set.of("presence:nodes", "presence:recording_nodes", "presence:resume_limit"));
    keys.removeIf(key -> key.startsWith("presence:transitions:"));
    return keys;
  }

  List<Tuple> lastActive() {
    return redis.zrangeWithScores("presence:last_active", 0, -1);
  }

  void setScore(UserId user, long score) {
    redis.zadd("status", (double) score, user.value());
  }

  static long now() {
    return System.currentTimeMillis();
  }

  static <T> T await(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }
}
