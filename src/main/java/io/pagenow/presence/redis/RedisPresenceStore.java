package io.pagenow.presence.redis;

import io.pagenow.presence.fanout.Hub;
import io.pagenow.presence.model.ConnectionId;
import io.pagenow.presence.model.Page;
import io.pagenow.presence.model.PresenceEvent.TimedOut;
import io.pagenow.presence.model.PresenceEvent.Updated;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.platform.Settings;
import io.pagenow.presence.tracking.PresenceStore;
import io.pagenow.presence.wire.Pages;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;

/** Presence in Redis: each step is one script, and one round trip shared with others. */
@Singleton
public final class RedisPresenceStore implements PresenceStore {

  /** How many users one script takes, so that it holds Redis up for a few milliseconds. */
  private static final String BATCH = "200";

  // In milliseconds, as all durations that scripts get.
  private static final String AT_ONCE = "0";
  private static final String NOT_AT_ALL = "0";
  private static final String CLAIM_IS_STALE = "30000";

  private final Scripts scripts;
  private final String node;
  private final String timeout;
  private final String grace;
  private final String moving;
  private final String maxConnections;
  private final List<Orphans> orphans;

  @Inject
  public RedisPresenceStore(Scripts scripts, Partitions partitions, Hub hub, Settings settings) {
    this.scripts = scripts;
    this.node = hub.node().value();
    this.timeout = millis(settings.timeout());
    this.grace = millis(settings.reconnectGrace());
    this.moving = millis(MOVING);
    this.maxConnections = String.valueOf(settings.sockets().maxConnections());
    this.orphans =
        IntStream.range(0, partitions.count())
            .mapToObj(
                p -> new Orphans((script, args) -> scripts.run(p, script, args), timeout, BATCH))
            .toList();
  }

  @Override
  public CompletionStage<Integer> connectionsOf(UserId user) {
    return scripts.run(user, Script.COUNT, user.value()).thenApply(n -> ((Long) n).intValue());
  }

  @Override
  public CompletionStage<Opening> open(UserId user, ConnectionId connection) {
    return scripts
        .run(user, Script.OPEN, node, user.value(), connection.toString(), maxConnections)
        .thenApply(result -> Answers.opening(user, result));
  }

  @Override
  public CompletionStage<Void> touch(UserId user, ConnectionId connection) {
    return scripts
        .run(user, Script.TOUCH, user.value(), connection.toString())
        .thenAccept(nothing -> {});
  }

  @Override
  public CompletionStage<Updated> update(UserId user, ConnectionId connection, Page page) {
    return update(user, connection, page, "0");
  }

  @Override
  public CompletionStage<Updated> updateAgain(UserId user, ConnectionId connection, Page page) {
    return update(user, connection, page, "1");
  }

  private CompletionStage<Updated> update(
      UserId user, ConnectionId connection, Page page, String again) {
    return scripts
        .run(
            user,
            Script.UPDATE,
            node,
            user.value(),
            connection.toString(),
            Pages.encode(page),
            page.isHidden() ? "1" : "0",
            again)
        .thenApply(result -> Answers.updated(user, page, result));
  }

  @Override
  public CompletionStage<Optional<TimedOut>> close(
      UserId user, ConnectionId connection, Departure departure) {
    return scripts
        .run(
            user,
            Script.CLOSE,
            node,
            user.value(),
            connection.toString(),
            switch (departure) {
              case CLOSED -> AT_ONCE;
              case BROKEN -> grace;
              case MOVED -> moving;
            },
            departure == Departure.CLOSED ? NOT_AT_ALL : timeout)
        .thenApply(version -> Answers.timedOut(user, version));
  }

  @Override
  public CompletionStage<List<Idle>> claimIdle() {
    return scripts.everywhere(Script.CLAIM, List.of(node, timeout, BATCH), Answers::idle);
  }

  @Override
  public CompletionStage<List<UserId>> claimDeparted() {
    return scripts.everywhere(Script.DEPART, List.of(timeout, BATCH), Answers::user);
  }

  @Override
  public CompletionStage<List<UserId>> claimOrphans() {
    return Scripts.all(orphans.stream().map(Orphans::claim).toList());
  }

  @Override
  public CompletionStage<List<UserId>> reclaim() {
    return scripts.everywhere(Script.RECLAIM, List.of(CLAIM_IS_STALE, BATCH), Answers::user);
  }

  @Override
  public CompletionStage<Optional<TimedOut>> announce(UserId user) {
    return scripts
        .run(user, Script.ANNOUNCE, node, user.value())
        .thenApply(version -> Answers.timedOut(user, version));
  }

  @Override
  public CompletionStage<Void> watch(Collection<UserId> users) {
    return scripts.about(users, Script.WATCH, node).thenAccept(nothing -> {});
  }

  @Override
  public CompletionStage<Void> unwatch(Collection<UserId> users) {
    return scripts.about(users, Script.UNWATCH, node).thenAccept(nothing -> {});
  }

  @Override
  public CompletionStage<Map<UserId, Updated>> current(Collection<UserId> users) {
    return scripts.about(users, Script.CURRENT, timeout).thenApply(Answers::events);
  }

  @Override
  public CompletionStage<Optional<Updated>> restore(
      UserId user, ConnectionId connection, Optional<Updated> held) {
    return scripts
        .run(
            user,
            Script.RESTORE,
            node,
            user.value(),
            connection.toString(),
            held.map(event -> Pages.encode(event.page())).orElse(""),
            held.map(event -> Pages.encode(event.latest())).orElse(""),
            held.map(event -> String.valueOf(event.version())).orElse(""))
        .thenApply(
            version ->
                version == null
                    ? Optional.empty()
                    : held.map(
                        event ->
                            new Updated(
                                user,
                                Long.parseLong((String) version),
                                event.page(),
                                event.latest())));
  }

  private static String millis(Duration duration) {
    return String.valueOf(duration.toMillis());
  }
}
