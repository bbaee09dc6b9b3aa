package io.pagenow.presence.redis.script;

import io.pagenow.presence.concurrent.BackgroundLoops;
import io.pagenow.presence.model.UnavailableException;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.redis.connection.Partitions;
import io.pagenow.presence.redis.connection.Pool;
import io.pagenow.presence.redis.connection.Shards;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Runs scripts. Those of one partition run in the order of the calls. Thread-safe. No method
 * blocks, except {@link #stop}.
 */
@Singleton
public final class Scripts {

  private final Partitions partitions;
  private final List<ScriptPipeline> pipelines;

  @Inject
  public Scripts(
      @Pool(Pool.For.WRITES) Shards shards, Partitions partitions, BackgroundLoops loops) {
    this.partitions = partitions;
    this.pipelines =
        IntStream.range(0, partitions.count())
            .mapToObj(
                partition ->
                    new ScriptPipeline(shards, partition, partitions.keys(partition), loops))
            .toList();
  }

  /**
   * Runs a script on a partition.
   *
   * @return the result: a string, a {@link Long}, a list of these, or null. The stage completes on
   *     the thread that runs all scripts of the partition, and fails with {@link
   *     UnavailableException}
   */
  public CompletionStage<Object> run(int partition, Script script, List<String> arguments) {
    return pipelines.get(partition).run(script, arguments);
  }

  /** Runs a script on the partition of a user. */
  public CompletionStage<Object> run(UserId user, Script script, String... arguments) {
    return run(partitions.of(user), script, Arrays.asList(arguments));
  }

  /**
   * Runs a script on every partition.
   *
   * @param item converts each item of the list that the script returns, or a single value
   * @return the items of all partitions
   */
  public <T> CompletionStage<List<T>> everywhere(
      Script script, List<String> arguments, Function<Object, T> item) {
    return all(
        IntStream.range(0, pipelines.size())
            .mapToObj(
                partition ->
                    run(partition, script, arguments)
                        .thenApply(result -> items(result).stream().map(item).toList()))
            .toList());
  }

  /**
   * Runs a script about users on each of their partitions.
   *
   * @param first the first arguments, which the user ids follow
   * @return the result for each user if the script returns a list, or else an empty map
   */
  public CompletionStage<Map<UserId, Object>> about(
      Collection<UserId> users, Script script, String... first) {
    List<CompletionStage<List<Map.Entry<UserId, Object>>>> answers = new ArrayList<>();
    users.stream()
        .collect(Collectors.groupingBy(partitions::of))
        .forEach(
            (partition, some) -> {
              List<String> arguments = new ArrayList<>(List.of(first));
              some.forEach(user -> arguments.add(user.value()));
              answers.add(
                  run(partition, script, arguments).thenApply(result -> zip(some, items(result))));
            });
    return all(answers)
        .thenApply(
            entries ->
                entries.stream().collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
  }

  /** Returns one list of all stages' items, which completes with the last stage. */
  public static <T> CompletionStage<List<T>> all(List<CompletionStage<List<T>>> stages) {
    if (stages.size() == 1) {
      return stages.get(0);
    }
    List<CompletableFuture<List<T>>> lists =
        stages.stream().map(CompletionStage::toCompletableFuture).toList();
    return CompletableFuture.allOf(lists.toArray(CompletableFuture<?>[]::new))
        .thenApply(done -> lists.stream().flatMap(list -> list.join().stream()).toList());
  }

  /** Returns the time of the user's Redis, see {@link RedisClock#micros}. */
  public long micros(UserId user, long nanoTime) {
    return pipelines.get(partitions.of(user)).clock().micros(nanoTime);
  }

  /** Returns how often recorded data may have been lost so far. */
  public int disruptions() {
    return pipelines.stream().mapToInt(ScriptPipeline::disruptions).sum();
  }

  /** Stops the threads after they have run the waiting calls. */
  @PreDestroy
  public void stop() {
    pipelines.forEach(ScriptPipeline::stop);
  }

  private static List<?> items(@Nullable Object result) {
    if (result instanceof List<?> list) {
      return list;
    }
    return result == null ? List.of() : List.of(result);
  }

  private static List<Map.Entry<UserId, Object>> zip(List<UserId> users, List<?> answers) {
    return IntStream.range(0, answers.size())
        .mapToObj(i -> Map.entry(users.get(i), (Object) answers.get(i)))
        .toList();
  }
}
