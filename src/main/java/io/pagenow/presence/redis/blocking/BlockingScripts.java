package io.pagenow.presence.redis.blocking;

import io.pagenow.presence.concurrent.Stages;
import io.pagenow.presence.model.UnavailableException;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.redis.connection.Partitions;
import io.pagenow.presence.redis.pipeline.Scripts;
import io.pagenow.presence.redis.script.ScriptCall;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Runs scripts like {@link Scripts}, and waits for their results. Calls of several partitions or
 * users share the wait. Thread-safe.
 *
 * <p>The methods throw {@link UnavailableException} if a partition does not answer, after the other
 * partitions have answered.
 */
@Singleton
public final class BlockingScripts {

  private final Scripts scripts;
  private final Partitions partitions;

  @Inject
  public BlockingScripts(Scripts scripts, Partitions partitions) {
    this.scripts = scripts;
    this.partitions = partitions;
  }

  /** Runs a script on a partition, and returns its result as {@link Scripts#run} does. */
  public @Nullable Object run(int partition, ScriptCall call) {
    return Stages.await(scripts.run(partition, call));
  }

  /**
   * Starts a script on a partition.
   *
   * @return a supplier that waits for its result, which must not be null
   */
  public Supplier<Object> start(int partition, ScriptCall call) {
    CompletionStage<Object> result = scripts.run(partition, call);
    return () -> Stages.await(result);
  }

  /**
   * Runs a script on every partition.
   *
   * @param item converts each item of the list that the script returns, or a single value
   * @return the items of all partitions
   */
  public <T> List<T> everywhere(ScriptCall call, Function<Object, T> item) {
    Map<Integer, CompletionStage<Object>> calls = new LinkedHashMap<>();
    IntStream.range(0, partitions.count())
        .forEach(partition -> calls.put(partition, scripts.run(partition, call)));
    List<T> all = new ArrayList<>();
    awaitAll(calls, (partition, result) -> items(result).forEach(one -> all.add(item.apply(one))));
    return all;
  }

  /**
   * Runs a script once for each user.
   *
   * @param call returns the call for a user
   * @param result gets the result for each user, also if calls for other users fail
   */
  public void forEach(
      Collection<UserId> users,
      Function<UserId, ScriptCall> call,
      BiConsumer<UserId, @Nullable Object> result) {
    Map<UserId, CompletionStage<Object>> calls = new LinkedHashMap<>();
    users.forEach(user -> calls.put(user, scripts.run(user, call.apply(user))));
    awaitAll(calls, result);
  }

  /**
   * Runs a script about many users on each of their partitions.
   *
   * @param call returns the call for some users, whose ids it gets
   * @return the result for each user if the script returns a list, or else an empty map
   */
  public Map<UserId, Object> about(
      Collection<UserId> users, Function<List<String>, ScriptCall> call) {
    Map<List<UserId>, CompletionStage<Object>> calls = new LinkedHashMap<>();
    users.stream()
        .collect(Collectors.groupingBy(partitions::of))
        .forEach(
            (partition, some) -> {
              List<String> ids = some.stream().map(UserId::value).toList();
              calls.put(some, scripts.run(partition, call.apply(ids)));
            });
    Map<UserId, Object> results = new LinkedHashMap<>();
    awaitAll(
        calls,
        (some, result) -> {
          List<?> answers = items(result);
          IntStream.range(0, answers.size()).forEach(i -> results.put(some.get(i), answers.get(i)));
        });
    return results;
  }

  private static <K> void awaitAll(
      Map<K, CompletionStage<Object>> calls, BiConsumer<K, @Nullable Object> result) {
    List<UnavailableException> failures = new ArrayList<>();
    calls.forEach(
        (key, call) -> {
          try {
            result.accept(key, Stages.await(call));
          } catch (UnavailableException e) {
            failures.add(e);
          }
        });
    if (!failures.isEmpty()) {
      throw failures.get(0);
    }
  }

  private static List<?> items(@Nullable Object result) {
    if (result instanceof List<?> list) {
      return list;
    }
    return result == null ? List.of() : List.of(result);
  }
}
