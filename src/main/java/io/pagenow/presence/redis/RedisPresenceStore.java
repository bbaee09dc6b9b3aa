package io.pagenow.presence.redis;

import io.pagenow.presence.config.Settings;
import io.pagenow.presence.delivery.Hub;
import io.pagenow.presence.model.ConnectionId;
import io.pagenow.presence.model.PresenceEvent;
import io.pagenow.presence.model.PresenceEvent.TimedOut;
import io.pagenow.presence.model.PresenceEvent.Updated;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.presence.PresenceStore;
import io.pagenow.presence.presence.Report;
import io.pagenow.presence.protocol.StoredPages;
import io.pagenow.presence.redis.connection.Partitions;
import io.pagenow.presence.redis.script.Script;
import io.pagenow.presence.redis.script.Scripts;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * The presence in Redis. Each method runs one script, and calls share round trips. Thread-safe,
 * except {@link #claimOfDeadNodes}.
 */
@Singleton
public final class RedisPresenceStore implements PresenceStore {

  /**
   * The maximum number of users that one script handles, so that it blocks Redis for a few
   * milliseconds only.
   */
  private static final String BATCH = "200";

  // Scripts get all durations in milliseconds.
  private static final String AT_ONCE = "0";
  private static final String NOT_AT_ALL = "0";
  private static final String FIRST_TIME = "0";
  private static final String AGAIN = "1";
  private static final String CLAIM_IS_STALE = "30000";

  private final Scripts scripts;
  private final String node;
  private final String timeout;
  private final String grace;
  private final String drainGrace;
  private final String maxConnections;
  private final List<DeadNodeReaper> reapers;

  @Inject
  public RedisPresenceStore(Scripts scripts, Partitions partitions, Hub hub, Settings settings) {
    this.scripts = scripts;
    this.node = hub.node().value();
    this.timeout = millis(settings.timeout());
    this.grace = millis(settings.reconnectGrace());
    this.drainGrace = millis(DRAIN_GRACE);
    this.maxConnections = String.valueOf(settings.sockets().maxConnections());
    this.reapers =
        IntStream.range(0, partitions.count())
            .mapToObj(
                p ->
                    new DeadNodeReaper(
                        (script, args) -> scripts.run(p, script, args), timeout, BATCH))
            .toList();
  }

  @Override
  public CompletionStage<Integer> connectionsOf(UserId user) {
    return scripts
        .run(user, Script.CONNECTIONS_OF, user.value())
        .thenApply(n -> ((Long) n).intValue());
  }

  @Override
  public CompletionStage<Opening> open(UserId user, ConnectionId connection) {
    return scripts
        .run(user, Script.OPEN, node, user.value(), connection.toString(), maxConnections)
        .thenApply(result -> ScriptResults.opening(user, result));
  }

  @Override
  public CompletionStage<Void> touch(UserId user, ConnectionId connection) {
    return scripts
        .run(user, Script.TOUCH, user.value(), connection.toString())
        .thenAccept(nothing -> {});
  }

  @Override
  public CompletionStage<Optional<Updated>> update(
      UserId user, ConnectionId connection, Report report) {
    return update(user, connection, report, FIRST_TIME);
  }

  @Override
  public CompletionStage<Optional<Updated>> updateAgain(
      UserId user, ConnectionId connection, Report report) {
    return update(user, connection, report, AGAIN);
  }

  private CompletionStage<Optional<Updated>> update(
      UserId user, ConnectionId connection, Report report, String again) {
    return scripts
        .run(
            user,
            Script.UPDATE,
            node,
            user.value(),
            connection.toString(),
            StoredPages.encode(report.page()),
            micros(user, report),
            again)
        .thenApply(result -> ScriptResults.updated(user, report.page(), result));
  }

  @Override
  public CompletionStage<Optional<PresenceEvent>> close(
      UserId user, ConnectionId connection, Ending ending) {
    boolean closed = ending.departure() == Departure.CLOSED;
    return scripts
        .run(
            user,
            Script.CLOSE,
            node,
            user.value(),
            connection.toString(),
            switch (ending.departure()) {
              case CLOSED -> AT_ONCE;
              case BROKEN -> grace;
              case MOVED -> drainGrace;
            },
            closed ? NOT_AT_ALL : timeout,
            String.valueOf(TimeUnit.NANOSECONDS.toMillis(ending.silentNanos())),
            ending.hidesFirst() ? "1" : "0")
        .thenApply(result -> ScriptResults.closed(user, result));
  }

  @Override
  public CompletionStage<List<Idle>> claimIdle() {
    return scripts.everywhere(
        Script.CLAIM_IDLE, List.of(node, timeout, BATCH), ScriptResults::idle);
  }

  @Override
  public CompletionStage<List<UserId>> claimAfterGrace() {
    return scripts.everywhere(
        Script.CLAIM_AFTER_GRACE, List.of(timeout, BATCH), ScriptResults::user);
  }

  @Override
  public CompletionStage<List<UserId>> claimOfDeadNodes() {
    return Scripts.all(reapers.stream().map(DeadNodeReaper::claim).toList());
  }

  @Override
  public CompletionStage<List<UserId>> reclaim() {
    return scripts.everywhere(Script.RECLAIM, List.of(CLAIM_IS_STALE, BATCH), ScriptResults::user);
  }

  @Override
  public CompletionStage<Optional<TimedOut>> announce(UserId user) {
    return scripts
        .run(user, Script.ANNOUNCE, node, user.value())
        .thenApply(version -> ScriptResults.timedOut(user, version));
  }

  @Override
  public CompletionStage<Void> subscribe(Collection<UserId> users) {
    return scripts.about(users, Script.SUBSCRIBE, node).thenAccept(nothing -> {});
  }

  @Override
  public CompletionStage<Void> unsubscribe(Collection<UserId> users) {
    return scripts.about(users, Script.UNSUBSCRIBE, node).thenAccept(nothing -> {});
  }

  @Override
  public CompletionStage<Map<UserId, Updated>> current(Collection<UserId> users) {
    return scripts.about(users, Script.CURRENT, timeout).thenApply(ScriptResults::events);
  }

  @Override
  public CompletionStage<Optional<Updated>> restore(
      UserId user, ConnectionId connection, Optional<Report> report, Optional<Updated> held) {
    return scripts
        .run(
            user,
            Script.RESTORE,
            node,
            user.value(),
            connection.toString(),
            report.map(own -> micros(user, own)).orElse("0"),
            report.map(own -> StoredPages.encode(own.page())).orElse(""),
            held.map(event -> StoredPages.encode(event.activity().page())).orElse(""),
            held.map(event -> StoredPages.encode(event.activity().latestPage())).orElse(""),
            held.map(event -> String.valueOf(event.version())).orElse("0"))
        .thenApply(result -> ScriptResults.shown(user, result));
  }

  /** Returns when a report was received, in microseconds by the clock of Redis. */
  private String micros(UserId user, Report report) {
    return String.valueOf(scripts.micros(user, report.nanos()));
  }

  private static String millis(Duration duration) {
    return String.valueOf(duration.toMillis());
  }
}
