package io.pagenow.presence.redis.master;

import io.pagenow.presence.concurrent.Batcher;
import io.pagenow.presence.concurrent.Outage;
import io.pagenow.presence.model.UnavailableException;
import io.pagenow.presence.redis.connection.Shards;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Combines queries into batches, those about all partitions of a master together. A batcher whose
 * master is gone keeps no thread. Thread-safe.
 */
public final class MasterBatchers<Q, A> implements AutoCloseable {

  private final Shards shards;
  private final Outage outage;
  private final Batcher.Limits limits;
  private final ThreadFactory threads;

  private final ToIntFunction<Q> partition;
  private final Function<List<Q>, List<A>> source;

  /** The queries of one caller about the partitions of a master are one question. */
  private final Map<Optional<HostAndPort>, Batcher<List<Q>, Supplier<List<A>>>> byMaster =
      new ConcurrentHashMap<>();

  /**
   * @param partition returns the partition of a query
   * @param source returns one answer for each of some queries about partitions of one master, or
   *     throws {@link JedisException}
   */
  public MasterBatchers(
      Shards shards,
      Outage outage,
      Batcher.Limits limits,
      ThreadFactory threads,
      ToIntFunction<Q> partition,
      Function<List<Q>, List<A>> source) {
    this.shards = shards;
    this.outage = outage;
    this.limits = limits;
    this.threads = threads;
    this.partition = partition;
    this.source = source;
  }

  /**
   * Queues the queries of one caller, all of them different.
   *
   * @return a supplier that blocks until all answers are available, in the order of the queries, or
   *     throws {@link UnavailableException} if one of them is not available in time
   */
  public Supplier<List<A>> ask(List<Q> queries) {
    Map<List<Q>, Supplier<Supplier<List<A>>>> asked = new LinkedHashMap<>();
    queries.stream()
        .collect(Collectors.groupingBy(query -> shards.master(partition.applyAsInt(query))))
        .forEach((master, some) -> asked.put(some, batcher(master).ask(some)));
    return () -> {
      Map<Q, A> answers = new HashMap<>();
      asked.forEach(
          (some, answer) -> {
            List<A> found = answer.get().get();
            IntStream.range(0, some.size()).forEach(i -> answers.put(some.get(i), found.get(i)));
          });
      return queries.stream().map(answers::get).toList();
    };
  }

  /** Stops the threads. Running queries fail. */
  @Override
  public void close() {
    byMaster.values().forEach(Batcher::close);
  }

  private Batcher<List<Q>, Supplier<List<A>>> batcher(Optional<HostAndPort> master) {
    return byMaster.computeIfAbsent(
        master, unused -> new Batcher<>(outage, limits, threads, this::answer));
  }

  private List<Supplier<List<A>>> answer(List<List<Q>> questions) {
    List<Q> all = questions.stream().flatMap(List::stream).toList();
    List<A> found;
    try {
      found = source.apply(all);
    } catch (JedisException e) {
      boolean sharesPartition = all.stream().mapToInt(partition).distinct().count() == 1;
      if (sharesPartition || !Shards.isElsewhere(e)) {
        throw e;
      }
      // The slot of a partition moves to another master. Redis answers questions about other
      // partitions.
      return questions.stream().map(this::single).toList();
    }
    List<Supplier<List<A>>> answers = new ArrayList<>(questions.size());
    int from = 0;
    for (List<Q> question : questions) {
      List<A> own = found.subList(from, from + question.size());
      from += question.size();
      answers.add(() -> own);
    }
    return answers;
  }

  private Supplier<List<A>> single(List<Q> question) {
    try {
      List<A> found = source.apply(question);
      return () -> found;
    } catch (JedisException e) {
      // Not a new outage in the log for each batch: the scripts of the partition have logged it.
      return () -> {
        throw new UnavailableException("Redis", e);
      };
    }
  }
}
