package io.pagenow.presence.postgres;

import static java.util.Objects.requireNonNull;

import io.pagenow.presence.concurrent.Batcher;
import io.pagenow.presence.concurrent.Outage;
import io.pagenow.presence.metrics.StoreMeters;
import io.pagenow.presence.model.UnavailableException;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Runs queries on the data source of the server, each with a time limit for all its steps. Without
 * it, the time limits of a data source add up: to get a connection, validate it, reconnect and read
 * the answer. Thread-safe.
 */
@Singleton
class Queries {

  private static final Duration TIME = Duration.ofSeconds(2);

  /** The size of the connection pool, see {@code server-config/}. */
  private static final int CONNECTIONS = 20;

  private static final int MAX_WAITING = 1_000;

  /**
   * The maximum number of calls in one query. A larger query takes longer and saves hardly
   * anything.
   */
  private static final int BATCH = 64;

  private final Outage outage = new Outage("The user database");
  private final ThreadFactory threads;
  private final StoreMeters meters;
  private final ExecutorService executor;

  /** Limits single queries and batches together, because they share the connections. */
  private final Semaphore connections = new Semaphore(CONNECTIONS, true);

  // By lookup: with a name alone, the server might inject its default data source.
  @Resource(lookup = "java:comp/env/jdbc/presence")
  private @Nullable DataSource dataSource;

  /** A query, which only reads from the connection. */
  interface Query<T> {
    T run(Connection connection) throws SQLException;
  }

  /** A query that answers a batch of calls, in their order. */
  interface BatchQuery<Q, A> {
    List<A> run(List<Q> calls, Connection connection) throws SQLException;
  }

  @Inject
  Queries(ThreadFactory threads, StoreMeters meters) {
    this.threads = threads;
    this.meters = meters;
    var pool =
        new ThreadPoolExecutor(
            CONNECTIONS,
            CONNECTIONS,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MAX_WAITING),
            threads);
    pool.allowCoreThreadTimeOut(true);
    this.executor = pool;
  }

  Queries(DataSource dataSource, ThreadFactory threads, StoreMeters meters) {
    this(threads, meters);
    this.dataSource = dataSource;
  }

  /**
   * Runs a query. Blocks.
   *
   * @return the result of the query
   * @throws UnavailableException if it fails or takes longer than two seconds
   */
  <T> T run(Query<T> query) {
    Future<T> result = submit(query);
    try {
      return outage.await(() -> result.get(TIME.toMillis(), TimeUnit.MILLISECONDS));
    } finally {
      result.cancel(true); // Does nothing if it is done.
    }
  }

  private <T> Future<T> submit(Query<T> query) {
    try {
      return executor.submit(() -> onConnection(query));
    } catch (RejectedExecutionException e) {
      throw outage.failed(e);
    }
  }

  /**
   * Returns a batcher that answers the calls of many callers with one query, see {@link Batcher}.
   */
  <Q, A> Batcher<Q, A> batcher(BatchQuery<Q, A> query) {
    return new Batcher<>(
        outage,
        new Batcher.Limits(BATCH, CONNECTIONS, TIME),
        threads,
        calls -> {
          meters.queryBatch(calls.size());
          return onConnection(connection -> query.run(calls, connection));
        });
  }

  @PreDestroy
  void close() {
    executor.shutdownNow();
  }

  private <T> T onConnection(Query<T> query) throws Exception {
    long start = System.nanoTime();
    boolean answered = false;
    try {
      T result = onFreeConnection(query);
      answered = true;
      return result;
    } finally {
      meters.query(System.nanoTime() - start, answered);
    }
  }

  private <T> T onFreeConnection(Query<T> query) throws Exception {
    if (!connections.tryAcquire(TIME.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new TimeoutException("No free connection");
    }
    try (Connection connection = requireNonNull(dataSource).getConnection()) {
      return query.run(connection);
    } finally {
      connections.release();
    }
  }
}
