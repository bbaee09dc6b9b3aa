package io.pagenow.presence.redis;

import static io.pagenow.presence.redis.script.Argument.AGAIN;
import static io.pagenow.presence.redis.script.Argument.AGE;
import static io.pagenow.presence.redis.script.Argument.CLIENT;
import static io.pagenow.presence.redis.script.Argument.CODE;
import static io.pagenow.presence.redis.script.Argument.CONNECTION;
import static io.pagenow.presence.redis.script.Argument.GRACE;
import static io.pagenow.presence.redis.script.Argument.HELD_LATEST;
import static io.pagenow.presence.redis.script.Argument.HELD_PAGE;
import static io.pagenow.presence.redis.script.Argument.HELD_VERSION;
import static io.pagenow.presence.redis.script.Argument.HIDDEN_BY;
import static io.pagenow.presence.redis.script.Argument.HIDES_FIRST;
import static io.pagenow.presence.redis.script.Argument.HISTORY;
import static io.pagenow.presence.redis.script.Argument.MAX_CONNECTIONS;
import static io.pagenow.presence.redis.script.Argument.NODE;
import static io.pagenow.presence.redis.script.Argument.PAGE;
import static io.pagenow.presence.redis.script.Argument.REASON;
import static io.pagenow.presence.redis.script.Argument.REPORTED;
import static io.pagenow.presence.redis.script.Argument.RESTORABLE;
import static io.pagenow.presence.redis.script.Argument.SILENT;
import static io.pagenow.presence.redis.script.Argument.TRACE;
import static io.pagenow.presence.redis.script.Argument.USER;

import io.pagenow.presence.config.Settings;
import io.pagenow.presence.delivery.Connection;
import io.pagenow.presence.delivery.Hub;
import io.pagenow.presence.model.ConnectionId;
import io.pagenow.presence.model.PresenceEvent;
import io.pagenow.presence.model.PresenceEvent.Updated;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.presence.PresenceStore;
import io.pagenow.presence.presence.Report;
import io.pagenow.presence.protocol.StoredPages;
import io.pagenow.presence.redis.pipeline.Scripts;
import io.pagenow.presence.redis.script.Script;
import io.pagenow.presence.tracing.Traces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The presence in Redis. Each method runs one script, and calls share round trips. Thread-safe. */
@Singleton
public final class RedisPresenceStore implements PresenceStore {

  private final Scripts scripts;
  private final String node;
  private final Duration timeout;
  private final Duration grace;
  private final int maxConnections;
  private final Duration history;

  @Inject
  public RedisPresenceStore(Scripts scripts, Hub hub, Settings settings) {
    this.scripts = scripts;
    this.node = hub.node().value();
    this.timeout = settings.timeout();
    this.grace = settings.reconnectGrace();
    this.maxConnections = settings.sockets().maxConnections();
    this.history = settings.operations().history();
  }

  @Override
  public CompletionStage<Integer> connectionsOf(UserId user) {
    return scripts
        .run(user, Script.CONNECTIONS_OF.call().with(USER, user.value()))
        .thenApply(n -> ((Long) n).intValue());
  }

  @Override
  public CompletionStage<Opening> open(UserId user, ConnectionId connection, String client) {
    return scripts
        .run(
            user,
            Script.OPEN
                .call()
                .with(NODE, node)
                .with(USER, user.value())
                .with(CONNECTION, connection.toString())
                .with(CLIENT, client)
                .with(HISTORY, history)
                .with(MAX_CONNECTIONS, maxConnections))
        .thenApply(result -> ScriptResults.opening(user, result));
  }

  @Override
  public CompletionStage<Void> touch(UserId user, ConnectionId connection) {
    return scripts
        .run(
            user,
            Script.TOUCH.call().with(USER, user.value()).with(CONNECTION, connection.toString()))
        .thenAccept(nothing -> {});
  }

  @Override
  public CompletionStage<Optional<Updated>> update(
      UserId user, ConnectionId connection, Report report) {
    return update(user, connection, report, false);
  }

  @Override
  public CompletionStage<Optional<Updated>> updateAgain(
      UserId user, ConnectionId connection, Report report) {
    return update(user, connection, report, true);
  }

  private CompletionStage<Optional<Updated>> update(
      UserId user, ConnectionId connection, Report report, boolean again) {
    return scripts
        .run(
            user,
            Script.UPDATE
                .call()
                .with(NODE, node)
                .with(USER, user.value())
                .with(CONNECTION, connection.toString())
                .with(PAGE, StoredPages.encode(report.page()))
                .with(REPORTED, micros(user, report))
                .with(AGAIN, again)
                .with(HIDDEN_BY, report.hiddenBy())
                .with(HISTORY, history)
                .with(TRACE, Traces.parent()))
        .thenApply(result -> ScriptResults.updated(user, report.page(), result));
  }

  @Override
  public CompletionStage<Optional<PresenceEvent>> close(
      UserId user, ConnectionId connection, Ending ending) {
    return scripts
        .run(
            user,
            Script.CLOSE
                .call()
                .with(NODE, node)
                .with(USER, user.value())
                .with(CONNECTION, connection.toString())
                .with(GRACE, graceOf(ending.departure()))
                .with(RESTORABLE, ending.departure().byClient() ? Duration.ZERO : timeout)
                .with(SILENT, Duration.ofNanos(ending.silentNanos()))
                .with(HIDES_FIRST, ending.hidesFirst())
                .with(REASON, ending.cause().reason())
                .with(CODE, ending.cause().code())
                .with(HISTORY, history))
        .thenApply(result -> ScriptResults.closed(user, result));
  }

  @Override
  public CompletionStage<Optional<Updated>> restore(
      Connection connection, Optional<Report> report, Optional<Updated> held) {
    UserId user = connection.user();
    return scripts
        .run(
            user,
            Script.RESTORE
                .call()
                .with(NODE, node)
                .with(USER, user.value())
                .with(CONNECTION, connection.id().toString())
                .with(CLIENT, connection.client())
                .with(AGE, Duration.ofNanos(connection.openNanos()))
                .with(REPORTED, report.map(own -> micros(user, own)).orElse(0L))
                .with(PAGE, report.map(own -> StoredPages.encode(own.page())).orElse(""))
                .with(
                    HELD_PAGE,
                    held.map(event -> StoredPages.encode(event.activity().page())).orElse(""))
                .with(
                    HELD_LATEST,
                    held.map(event -> StoredPages.encode(event.activity().latestPage())).orElse(""))
                .with(HELD_VERSION, held.map(Updated::version).orElse(0L)))
        .thenApply(result -> ScriptResults.shown(user, result));
  }

  /** Returns when a report was received, in microseconds by the clock of Redis. */
  private long micros(UserId user, Report report) {
    return scripts.micros(user, report.nanos());
  }

  private Duration graceOf(Departure departure) {
    return switch (departure) {
      case CLOSED -> Duration.ZERO;
      case LEAVING -> RELOAD_GRACE;
      case BROKEN -> grace;
      case MOVED -> DRAIN_GRACE;
    };
  }
}
