package io.pagenow.presence.redis;

import io.pagenow.presence.config.Settings;
import io.pagenow.presence.delivery.Hub;
import io.pagenow.presence.model.ConnectionId;
import io.pagenow.presence.model.PresenceEvent;
import io.pagenow.presence.model.PresenceEvent.Updated;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.presence.PresenceStore;
import io.pagenow.presence.presence.Report;
import io.pagenow.presence.protocol.StoredPages;
import io.pagenow.presence.redis.script.Script;
import io.pagenow.presence.redis.script.Scripts;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** The presence in Redis. Each method runs one script, and calls share round trips. Thread-safe. */
@Singleton
public final class RedisPresenceStore implements PresenceStore {

  // Scripts get all durations in milliseconds.
  private static final String AT_ONCE = "0";
  private static final String NOT_AT_ALL = "0";
  private static final String FIRST_TIME = "0";
  private static final String AGAIN = "1";

  private final Scripts scripts;
  private final String node;
  private final String timeout;
  private final String grace;
  private final String drainGrace;
  private final String maxConnections;

  @Inject
  public RedisPresenceStore(Scripts scripts, Hub hub, Settings settings) {
    this.scripts = scripts;
    this.node = hub.node().value();
    this.timeout = millis(settings.timeout());
    this.grace = millis(settings.reconnectGrace());
    this.drainGrace = millis(DRAIN_GRACE);
    this.maxConnections = String.valueOf(settings.sockets().maxConnections());
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
