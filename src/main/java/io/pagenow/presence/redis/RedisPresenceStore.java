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
import static io.pagenow.presence.redis.script.Argument.INVISIBLE_SINCE;
import static io.pagenow.presence.redis.script.Argument.MAX_CONNECTIONS;
import static io.pagenow.presence.redis.script.Argument.NODE;
import static io.pagenow.presence.redis.script.Argument.PAGE;
import static io.pagenow.presence.redis.script.Argument.REASON;
import static io.pagenow.presence.redis.script.Argument.REPORTED;
import static io.pagenow.presence.redis.script.Argument.RESTORABLE;
import static io.pagenow.presence.redis.script.Argument.SILENT;
import static io.pagenow.presence.redis.script.Argument.TRACE;
import static io.pagenow.presence.redis.script.Argument.USER;
import static io.pagenow.presence.redis.script.Argument.VISIBILITY;
import static io.pagenow.presence.redis.script.Argument.VISIBILITY_VERSION;

import io.pagenow.presence.config.Settings;
import io.pagenow.presence.delivery.Connection;
import io.pagenow.presence.delivery.Hub;
import io.pagenow.presence.delivery.event.KnownVisibility;
import io.pagenow.presence.delivery.event.LatestEvents;
import io.pagenow.presence.model.ConnectionId;
import io.pagenow.presence.model.PresenceEvent;
import io.pagenow.presence.model.PresenceEvent.Updated;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.presence.PresenceStore;
import io.pagenow.presence.presence.Report;
import io.pagenow.presence.protocol.StoredPages;
import io.pagenow.presence.redis.pipeline.Scripts;
import io.pagenow.presence.redis.script.Script;
import io.pagenow.presence.redis.script.ScriptResults;
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
  private final LatestEvents latestEvents;
  private final String node;
  private final Settings settings;
  private final Duration history;

  @Inject
  public RedisPresenceStore(
      Scripts scripts, Hub hub, LatestEvents latestEvents, Settings settings) {
    this.scripts = scripts;
    this.latestEvents = latestEvents;
    this.node = hub.node().value();
    this.settings = settings;
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
                .with(MAX_CONNECTIONS, settings.sockets().maxConnections())
                .with(INVISIBLE_SINCE, invisibleSince(user)))
        .thenApply(result -> ScriptResults.opening(user, result));
  }

  @Override
  public CompletionStage<Void> touch(UserId user, ConnectionId connection) {
    return scripts
        .run(
            user,
            Script.TOUCH
                .call()
                .with(USER, user.value())
                .with(CONNECTION, connection.toString())
                .with(INVISIBLE_SINCE, invisibleSince(user)))
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
                .with(TRACE, Traces.parent())
                .with(INVISIBLE_SINCE, invisibleSince(user)))
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
                .with(GRACE, ending.departure().grace(settings.reconnectGrace()))
                .with(
                    RESTORABLE, ending.departure().byClient() ? Duration.ZERO : settings.timeout())
                .with(SILENT, Duration.ofNanos(ending.silentNanos()))
                .with(HIDES_FIRST, ending.hidesFirst())
                .with(REASON, ending.cause().reason())
                .with(CODE, ending.cause().code())
                .with(HISTORY, history)
                .with(INVISIBLE_SINCE, invisibleSince(user)))
        .thenApply(result -> ScriptResults.closed(user, result));
  }

  @Override
  public CompletionStage<Optional<Updated>> restore(
      Connection connection, Optional<Report> report, Optional<Updated> held) {
    UserId user = connection.user();
    KnownVisibility known = latestEvents.visibilityOf(user);
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
                .with(PAGE, StoredPages.encodeOrEmpty(report.map(Report::page)))
                .with(
                    HELD_PAGE,
                    StoredPages.encodeOrEmpty(held.map(event -> event.activity().page())))
                .with(
                    HELD_LATEST,
                    StoredPages.encodeOrEmpty(held.map(event -> event.activity().latestPage())))
                .with(HELD_VERSION, held.map(Updated::version).orElse(0L))
                .with(VISIBILITY, known.visibility().text())
                .with(VISIBILITY_VERSION, known.version()))
        .thenApply(result -> ScriptResults.shown(user, result));
  }

  private long invisibleSince(UserId user) {
    return latestEvents.visibilityOf(user).invisibleSince();
  }

  /** Returns when a report was received, in microseconds by the clock of Redis. */
  private long micros(UserId user, Report report) {
    return scripts.micros(user, report.nanos());
  }
}
