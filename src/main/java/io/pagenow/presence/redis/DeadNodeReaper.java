package io.pagenow.presence.redis;

import io.pagenow.presence.model.UserId;
import io.pagenow.presence.presence.PresenceStore;
import io.pagenow.presence.redis.script.Script;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Reaps dead nodes in one partition: closes their connections in batches. Only one thread may use
 * it at a time, and must wait for each stage before the next call.
 */
final class DeadNodeReaper {

  private static final String BEGIN_OR_END = "0";
  private static final String LEASE = String.valueOf(PresenceStore.LEASE.toMillis());

  private final BiFunction<Script, List<String>, CompletionStage<Object>> scripts;
  private final String restorable;
  private final String batch;

  private @Nullable String dead;
  private String cursor = BEGIN_OR_END;

  /**
   * Creates the reaper of one partition.
   *
   * @param scripts runs a script on the partition
   * @param restorable the time in which a page can be restored, in milliseconds
   * @param batch the approximate number of connections that one script checks
   */
  DeadNodeReaper(
      BiFunction<Script, List<String>, CompletionStage<Object>> scripts,
      String restorable,
      String batch) {
    this.scripts = scripts;
    this.restorable = restorable;
    this.batch = batch;
  }

  /**
   * Closes the next batch of connections of dead nodes. Returns the users who are offline now;
   * empty if no dead node has connections.
   */
  CompletionStage<List<UserId>> claim() {
    return dead == null
        ? scripts
            .apply(Script.FIND_DEAD_NODE, List.of())
            .thenCompose(node -> node == null ? none() : reap((String) node, BEGIN_OR_END))
        : reap(dead, cursor);
  }

  private CompletionStage<List<UserId>> reap(String node, String from) {
    return scripts
        .apply(Script.REAP, List.of(node, from, restorable, batch, LEASE))
        .thenCompose(result -> result == null ? aliveAfterAll() : reaped(node, (List<?>) result));
  }

  private CompletionStage<List<UserId>> reaped(String node, List<?> cursorAndUsers) {
    dead = node;
    cursor = (String) cursorAndUsers.get(0);
    List<UserId> users =
        cursorAndUsers.stream().skip(1).map(user -> new UserId((String) user)).toList();
    if (!cursor.equals(BEGIN_OR_END)) {
      return users.isEmpty() ? reap(node, cursor) : CompletableFuture.completedFuture(users);
    }
    return forget(node, BEGIN_OR_END)
        .thenCompose(
            done -> {
              dead = null;
              return users.isEmpty() ? claim() : CompletableFuture.completedFuture(users);
            });
  }

  private CompletionStage<Object> forget(String node, String from) {
    return scripts
        .apply(Script.FORGET_NODE, List.of(node, from, batch))
        .thenCompose(
            next ->
                BEGIN_OR_END.equals(next)
                    ? CompletableFuture.completedFuture(next)
                    : forget(node, (String) next));
  }

  private CompletionStage<List<UserId>> aliveAfterAll() {
    dead = null;
    cursor = BEGIN_OR_END;
    return claim();
  }

  private static CompletionStage<List<UserId>> none() {
    return CompletableFuture.completedFuture(List.of());
  }
}
