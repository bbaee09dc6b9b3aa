package io.pagenow.presence.tracking;

import io.pagenow.presence.model.UnavailableException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Waiting for what a store promised. */
final class Stages {

  /** A stage that has completed. */
  static final CompletionStage<Void> DONE = CompletableFuture.completedStage(null);

  private static final int BATCH = 500;

  private Stages() {}

  /**
   * The value. Every stage of a store completes in time, so this needs no time-out of its own.
   *
   * @throws UnavailableException where the stage failed with it
   */
  static <T> T await(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof UnavailableException unavailable) {
        throw unavailable;
      }
      throw e;
    }
  }

  /**
   * Does something for each of the items, so many at a time that none waits for long.
   *
   * @throws UnavailableException where one of the stages failed with it; the rest is not done
   */
  static <T> void inBatches(List<T> items, Function<T, CompletionStage<Void>> action) {
    for (int from = 0; from < items.size(); from += BATCH) {
      List<T> batch = items.subList(from, Math.min(from + BATCH, items.size()));
      CompletableFuture<?>[] stages =
          batch.stream()
              .map(item -> action.apply(item).toCompletableFuture())
              .toArray(CompletableFuture<?>[]::new);
      await(CompletableFuture.allOf(stages));
    }
  }
}
