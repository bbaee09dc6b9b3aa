package io.pagenow.presence.tracking;

import io.pagenow.presence.fanout.Connection;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * Remembers what each connection said last until the store has recorded it, so that an outage of
 * the store loses nothing that still counts.
 *
 * @param <T> what is said
 * @param <E> what comes of it
 */
final class Unrecorded<T, E> {

  private final BiFunction<Connection, T, CompletionStage<E>> store;
  private final BiFunction<Connection, T, CompletionStage<E>> again;
  private final Consumer<E> then;
  private final Map<Connection, Attempt<T>> last = new ConcurrentHashMap<>();

  private static final class Attempt<T> {
    private final T said;
    private volatile boolean failed;

    private Attempt(T said) {
      this.said = said;
    }
  }

  /**
   * @param store records what is said, in the order of its calls and without blocking
   * @param again as {@code store}, where that failed and may still have happened
   * @param then what to do once that is recorded
   */
  Unrecorded(
      BiFunction<Connection, T, CompletionStage<E>> store,
      BiFunction<Connection, T, CompletionStage<E>> again,
      Consumer<E> then) {
    this.store = store;
    this.again = again;
    this.then = then;
  }

  /** Records what is said now, in the place of anything before. The stage is that of the store. */
  CompletionStage<Void> record(Connection connection, T said) {
    Attempt<T> attempt = new Attempt<>(said);
    CompletionStage<E> stage;
    // One thing after the other, so that what is said later is recorded later.
    synchronized (connection) {
      last.put(connection, attempt);
      stage = store.apply(connection, said);
    }
    return settle(connection, attempt, stage);
  }

  /** What was said before counts no more. */
  void forget(Connection connection) {
    last.remove(connection);
  }

  /** Tries once more what has failed and still counts. */
  void tryAgain() {
    last.forEach(
        (connection, attempt) -> {
          if (attempt.failed) {
            tryAgain(connection, attempt);
          }
        });
  }

  private void tryAgain(Connection connection, Attempt<T> attempt) {
    CompletionStage<E> stage;
    synchronized (connection) {
      if (last.get(connection) != attempt) {
        return;
      }
      attempt.failed = false;
      stage = again.apply(connection, attempt.said);
    }
    var unused = settle(connection, attempt, stage);
  }

  private CompletionStage<Void> settle(
      Connection connection, Attempt<T> attempt, CompletionStage<E> stage) {
    return stage
        .whenComplete(
            (done, failure) -> {
              if (failure == null) {
                last.remove(connection, attempt);
              } else {
                attempt.failed = true;
              }
            })
        .thenAccept(then);
  }
}
