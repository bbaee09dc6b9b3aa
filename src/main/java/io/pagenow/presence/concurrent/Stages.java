package io.pagenow.presence.concurrent;

import io.pagenow.presence.model.UnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** Waits for asynchronous results of a store. */
public final class Stages {

  /** A stage that has completed. */
  public static final CompletionStage<Void> DONE = CompletableFuture.completedStage(null);

  private static final int BATCH = 500;
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private Stages() {}

  /**
   * Waits for a stage and returns its value. It completes within a few seconds. The limit of ten
   * seconds only matters if a defect loses the completion.
   *
   * @throws UnavailableException if the stage failed with it, or does not complete in time
   */
  public static <T> T await(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnavailableException unavailable) {
        throw unavailable;
      }
      throw new CompletionException(e.getCause());
    } catch (TimeoutException e) {
      throw new UnavailableException("The store", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnavailableException("This node", e);
    }
  }

  /**
   * Applies an action to all items, in batches of 500, and waits for each batch.
   *
   * @throws UnavailableException if a stage failed with it; later batches are skipped
   */
  public static <T> void inBatches(List<T> items, Function<T, CompletionStage<Void>> action) {
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
