package io.pagenow.presence.redis.reader;

import io.pagenow.presence.concurrent.Batcher;
import io.pagenow.presence.concurrent.Outage;
import io.pagenow.presence.model.UnavailableException;
import io.pagenow.presence.redis.connection.Shards;
import io.pagenow.presence.redis.reader.PresenceReads.Moment;
import io.pagenow.presence.redis.reader.PresenceReads.Query;
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
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Combines queries into batches, those about all partitions of a master together. A batcher whose
 * master is gone keeps no thread. Thread-safe.
 */
final class MasterBatchers implements AutoCloseable {

  private final Shards shards;
  private final Outage outage;
  private final Batcher.Limits limits;
  private final ThreadFactory threads;

  /** Reads like {@link PresenceReads#read}. */
  private final Function<List<Query>, List<Moment>> source;

  /** The queries of one caller about the partitions of a master are one question. */
  private final Map<Optional<HostAndPort>, Batcher<List<Query>, Supplier<List<Moment>>>> byMaster =
      new ConcurrentHashMap<>();

  MasterBatchers(
      Shards shards,
      Outage outage,
      Batcher.Limits limits,
      ThreadFactory threads,
      Function<List<Query>, List<Moment>> source) {
    this.shards = shards;
    this.outage = outage;
    this.limits = limits;
    this.threads = threads;
    this.source = source;
  }

  /**
   * Queues the queries of one caller, each about another partition.
   *
   * @return a supplier that blocks until all answers are available, in the order of the queries, or
   *     throws {@link UnavailableException} if one of them is not available in time
   */
  Supplier<List<Moment>> ask(List<Query> queries) {
    Map<List<Query>, Supplier<Supplier<List<Moment>>>> asked = new LinkedHashMap<>();
    queries.stream()
        .collect(Collectors.groupingBy(query -> shards.master(query.partition())))
        .forEach((master, some) -> asked.put(some, batcher(master).ask(some)));
    return () -> {
      Map<Query, Moment> answers = new HashMap<>();
      asked.forEach(
          (some, answer) -> {
            List<Moment> moments = answer.get().get();
            IntStream.range(0, some.size()).forEach(i -> answers.put(some.get(i), moments.get(i)));
          });
      return queries.stream().map(answers::get).toList();
    };
  }

  /** Stops the threads. Running queries fail. */
  @Override
  public void close() {
    byMaster.values().forEach(Batcher::close);
  }

  private Batcher<List<Query>, Supplier<List<Moment>>> batcher(Optional<HostAndPort> master) {
    return byMaster.computeIfAbsent(
        master, unused -> new Batcher<>(outage, limits, threads, this::answer));
  }

  private List<Supplier<List<Moment>>> answer(List<List<Query>> questions) {
    List<Query> all = questions.stream().flatMap(List::stream).toList();
    List<Moment> moments;
    try {
      moments = source.apply(all);
    } catch (JedisException e) {
      boolean sharesPartition = all.stream().map(Query::partition).distinct().count() == 1;
      if (sharesPartition || !Shards.isElsewhere(e)) {
        throw e;
      }
      // The slot of a partition moves to another master. Redis answers questions about other
      // partitions.
      return questions.stream().map(this::single).toList();
    }
    List<Supplier<List<Moment>>> answers = new ArrayList<>(questions.size());
    int from = 0;
    for (List<Query> question : questions) {
      List<Moment> own = moments.subList(from, from + question.size());
      from += question.size();
      answers.add(() -> own);
    }
    return answers;
  }

  private Supplier<List<Moment>> single(List<Query> question) {
    try {
      List<Moment> moments = source.apply(question);
      return () -> moments;
    } catch (JedisException e) {
      // Not a new outage in the log for each batch: the scripts of the partition have logged it.
      return () -> {
        throw new UnavailableException("Redis", e);
      };
    }
  }
}
