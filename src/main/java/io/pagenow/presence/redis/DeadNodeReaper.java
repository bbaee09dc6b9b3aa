package io.pagenow.presence.redis;

import static io.pagenow.presence.redis.script.Argument.CURSOR;
import static io.pagenow.presence.redis.script.Argument.DEAD_NODE;
import static io.pagenow.presence.redis.script.Argument.LEASE;
import static io.pagenow.presence.redis.script.Argument.RESTORABLE;
import static io.pagenow.presence.redis.script.Argument.SCAN;

import io.pagenow.presence.cluster.Leases;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.redis.script.Argument;
import io.pagenow.presence.redis.script.Script;
import io.pagenow.presence.redis.script.ScriptCall;
import io.pagenow.presence.redis.script.ScriptResults;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reaps dead nodes in one partition: closes their connections in batches, then removes their
 * subscriptions. The methods block. Only one thread may use it at a time.
 */
final class DeadNodeReaper {

  /** The cursor of Redis for the begin and for the end of a scan. */
  private static final String BEGIN_OR_END = "0";

  private final Function<ScriptCall, @Nullable Object> scripts;
  private final Duration restorable;
  private final Duration history;
  private final int batch;
  private final Runnable reaped;

  /** The node that is being reaped; null if none is known. */
  private @Nullable String dead;

  private String cursor = BEGIN_OR_END;

  /**
   * Creates the reaper of one partition.
   *
   * @param scripts runs a script on the partition
   * @param restorable the time in which a page can be restored
   * @param history for how long the history of users is kept; zero if there is none
   * @param batch the approximate number of connections that one script checks
   * @param reaped called after each dead node that is reaped
   */
  DeadNodeReaper(
      Function<ScriptCall, @Nullable Object> scripts,
      Duration restorable,
      Duration history,
      int batch,
      Runnable reaped) {
    this.scripts = scripts;
    this.restorable = restorable;
    this.history = history;
    this.batch = batch;
    this.reaped = reaped;
  }

  /**
   * Closes the next connections of dead nodes. Returns the users who are offline now; empty if no
   * dead node has connections.
   */
  List<UserId> claim() {
    for (String node = current(); node != null; node = current()) {
      List<UserId> users = closeNext(node);
      if (!users.isEmpty()) {
        return users;
      }
    }
    return List.of();
  }

  private @Nullable String current() {
    if (dead == null) {
      dead = (String) scripts.apply(Script.FIND_DEAD_NODE.call());
      cursor = BEGIN_OR_END;
    }
    return dead;
  }

  /** Closes the next connections of a node. After the last ones, forgets the node. */
  private List<UserId> closeNext(String node) {
    List<?> cursorAndUsers =
        (List<?>)
            scripts.apply(
                Script.REAP
                    .call()
                    .with(DEAD_NODE, node)
                    .with(CURSOR, cursor)
                    .with(RESTORABLE, restorable)
                    .with(Argument.HISTORY, history)
                    .with(SCAN, batch)
                    .with(LEASE, Leases.LEASE));
    if (cursorAndUsers == null) { // The node has renewed its lease meanwhile.
      dead = null;
      return List.of();
    }
    cursor = (String) cursorAndUsers.get(0);
    if (cursor.equals(BEGIN_OR_END)) {
      // Before its users are announced: if the node is alive after all, it must not take its own
      // users for offline, because it restores them.
      forget(node);
    }
    return cursorAndUsers.stream().skip(1).map(ScriptResults::user).toList();
  }

  private void forget(String node) {
    Object next = BEGIN_OR_END;
    do {
      next =
          scripts.apply(
              Script.FORGET_NODE
                  .call()
                  .with(DEAD_NODE, node)
                  .with(CURSOR, String.valueOf(next))
                  .with(SCAN, batch));
    } while (!BEGIN_OR_END.equals(next));
    dead = null;
    reaped.run();
  }
}
