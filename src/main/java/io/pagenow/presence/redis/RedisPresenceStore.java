package io.pagenow.presence.redis;

import io.pagenow.presence.fanout.Hub;
import io.pagenow.presence.model.ConnectionId;
import io.pagenow.presence.model.Page;
import io.pagenow.presence.model.Presence;
import io.pagenow.presence.model.Presence.Online;
import io.pagenow.presence.model.PresenceEvent.TimedOut;
import io.pagenow.presence.model.PresenceEvent.Updated;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.platform.Settings;
import io.pagenow.presence.tracking.PresenceStore;
import io.pagenow.presence.wire.Pages;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Presence in Redis: each step is one script, and one round trip shared with others. */
@Singleton
public final class RedisPresenceStore implements PresenceStore {

  /** How many idle users one script takes, so that it holds Redis up for a few milliseconds. */
  private static final String CLAIM = "200";

  /** In milliseconds. */
  private static final String CLAIM_IS_STALE = "30000";

  private final ScriptPipeline scripts;
  private final String node;
  private final String timeout;
  private final String maxConnections;

  @Inject
  public RedisPresenceStore(ScriptPipeline scripts, Hub hub, Settings settings) {
    this.scripts = scripts;
    this.node = hub.node().value();
    this.timeout = String.valueOf(settings.timeout().toMillis());
    this.maxConnections = String.valueOf(settings.sockets().maxConnections());
  }

  @Override
  public CompletionStage<Integer> connectionsOf(UserId user) {
    return scripts.run(Script.COUNT, List.of(user.value())).thenApply(n -> ((Long) n).intValue());
  }

  @Override
  public CompletionStage<Opening> open(UserId user, ConnectionId connection, Set<UserId> friends) {
    return scripts
        .run(
            Script.OPEN,
            arguments(friends, node, user.value(), connection.toString(), maxConnections))
        .thenApply(result -> opening(user, strings(result)));
  }

  @Override
  public CompletionStage<Void> touch(UserId user, ConnectionId connection) {
    return scripts
        .run(Script.TOUCH, List.of(user.value(), connection.toString()))
        .thenAccept(nothing -> {});
  }

  @Override
  public CompletionStage<Updated> update(
      UserId user, ConnectionId connection, Page page, Set<UserId> friends) {
    return scripts
        .run(
            Script.UPDATE,
            arguments(
                friends,
                node,
                user.value(),
                connection.toString(),
                Pages.encode(page),
                page.isHidden() ? "1" : "0"))
        .thenApply(result -> updated(user, strings(result)));
  }

  @Override
  public CompletionStage<Optional<TimedOut>> close(
      UserId user, ConnectionId connection, Departure departure, Set<UserId> friends) {
    return scripts
        .run(
            Script.CLOSE,
            arguments(
                friends, node, user.value(), connection.toString(), departure.name(), timeout))
        .thenApply(version -> timedOut(user, version));
  }

  @Override
  public CompletionStage<List<Idle>> claimIdle() {
    return scripts
        .run(Script.CLAIM, List.of(node, timeout, CLAIM))
        .thenApply(claimed -> ((List<?>) claimed).stream().map(RedisPresenceStore::idle).toList());
  }

  @Override
  public CompletionStage<List<UserId>> claimOrphans() {
    return claimOrphans("0");
  }

  /** Goes on until there are some, or no more. */
  private CompletionStage<List<UserId>> claimOrphans(String cursor) {
    return scripts
        .run(Script.REAP, List.of(cursor, timeout, CLAIM))
        .thenCompose(
            result -> {
              List<String> cursorAndUsers = strings(result);
              String next = cursorAndUsers.get(0);
              return cursorAndUsers.size() == 1 && !next.equals("0")
                  ? claimOrphans(next)
                  : CompletableFuture.completedFuture(
                      users(cursorAndUsers.subList(1, cursorAndUsers.size())));
            });
  }

  @Override
  public CompletionStage<List<UserId>> reclaim() {
    return scripts
        .run(Script.RECLAIM, List.of(CLAIM_IS_STALE, CLAIM))
        .thenApply(users -> users(strings(users)));
  }

  @Override
  public CompletionStage<Boolean> renewLease() {
    return scripts
        .run(Script.RENEW, List.of(node, String.valueOf(LEASE.toMillis())))
        .thenApply(known -> (Long) known == 1);
  }

  @Override
  public CompletionStage<Optional<Updated>> restore(
      UserId user, ConnectionId connection, Presence held, Set<UserId> friends) {
    return scripts
        .run(
            Script.RESTORE,
            arguments(
                friends,
                node,
                user.value(),
                connection.toString(),
                held instanceof Online online ? Pages.encode(online.page()) : "",
                held instanceof Online online ? Pages.encode(online.latest()) : ""))
        .thenApply(result -> optionalUpdated(user, result));
  }

  @Override
  public CompletionStage<Optional<TimedOut>> announce(UserId user, Set<UserId> friends) {
    return scripts
        .run(Script.ANNOUNCE, arguments(friends, node, user.value()))
        .thenApply(version -> timedOut(user, version));
  }

  @Override
  public CompletionStage<Optional<Updated>> introduce(UserId user) {
    return scripts
        .run(Script.INTRODUCE, List.of(user.value(), timeout))
        .thenApply(result -> optionalUpdated(user, result));
  }

  private static List<String> arguments(Collection<UserId> friends, String... first) {
    List<String> arguments = new ArrayList<>(first.length + friends.size());
    arguments.addAll(List.of(first));
    friends.forEach(friend -> arguments.add(friend.value()));
    return arguments;
  }

  private static List<String> strings(Object result) {
    return ((List<?>) result).stream().map(String.class::cast).toList();
  }

  private static Opening opening(UserId user, List<String> result) {
    if (result.isEmpty()) {
      return new Opening.Refused();
    }
    return result.size() == 1
        ? new Opening.Recorded()
        : new Opening.Restored(updated(user, result.subList(1, result.size())));
  }

  private static Updated updated(UserId user, List<String> result) {
    return new Updated(
        user,
        Long.parseLong(result.get(0)),
        Pages.decode(result.get(1)),
        Pages.decode(result.get(2)));
  }

  private static Optional<Updated> optionalUpdated(UserId user, @Nullable Object result) {
    return result == null ? Optional.empty() : Optional.of(updated(user, strings(result)));
  }

  private static List<UserId> users(List<String> ids) {
    return ids.stream().map(UserId::new).toList();
  }

  private static Optional<TimedOut> timedOut(UserId user, @Nullable Object version) {
    return version == null
        ? Optional.empty()
        : Optional.of(new TimedOut(user, Long.parseLong((String) version)));
  }

  private static Idle idle(Object claimed) {
    List<String> userAndConnections = strings(claimed);
    return new Idle(
        new UserId(userAndConnections.get(0)),
        userAndConnections.stream()
            .skip(1)
            .flatMap(id -> ConnectionId.parse(id).stream())
            .toList());
  }
}
