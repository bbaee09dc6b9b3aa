package io.pagenow.presence.tracking;

import io.pagenow.presence.model.UnavailableException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** Waiting for what a store promised. */
final class Stages {

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
}
