package io.pagenow.presence.postgres;

import static java.util.Objects.requireNonNull;

import io.pagenow.presence.concurrent.Batcher;
import io.pagenow.presence.concurrent.Outage;
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
 * Runs queries on the server's data source, each within a time of its own: a data source may wait
 * for a free connection, validate it, connect anew and then wait for the answer, which adds up.
 */
@Singleton
class Queries {

  private static final Duration TIME = Duration.ofSeconds(2);

  /** As many as the data source has connections, see {@code server-config/}. */
  private static final int CONNECTIONS = 20;

  private static final int MAX_WAITING = 1_000;

  /** In one query: with more the time of one grows, and the cost of each hardly falls. */
  private static final int QUESTIONS = 64;

  private final Outage outage = new Outage("The user database");
  private final ThreadFactory threads;
  private final ExecutorService executor;

  /** Single queries and batches have threads of their own, but share the connections. */
  private final Semaphore connections = new Semaphore(CONNECTIONS, true);

  // By lookup: a name alone would also be satisfied by the default data source of the server.
  @Resource(lookup = "java:comp/env/jdbc/presence")
  private @Nullable DataSource dataSource;

  /** One query: all that it does to the connection is read. */
  interface Query<T> {
    T run(Connection connection) throws SQLException;
  }

  /** One query for many questions: answers in their order. */
  interface BatchQuery<Q, A> {
    List<A> run(List<Q> questions, Connection connection) throws SQLException;
  }

  @Inject
  Queries(ThreadFactory threads) {
    this.threads = threads;
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

  Queries(DataSource dataSource, ThreadFactory threads) {
    this(threads);
    this.dataSource = dataSource;
  }

  /**
   * The result of the query.
   *
   * @throws UnavailableException where it fails or takes too long
   */
  <T> T run(Query<T> query) {
    Future<T> result = submit(query);
    try {
      return outage.await(() -> result.get(TIME.toMillis(), TimeUnit.MILLISECONDS));
    } finally {
      result.cancel(true); // Does nothing where it is done.
    }
  }

  private <T> Future<T> submit(Query<T> query) {
    try {
      return executor.submit(() -> onConnection(query));
    } catch (RejectedExecutionException e) {
      throw outage.failed(e);
    }
  }

  /** One query that answers the questions of many callers together, see {@link Batcher}. */
  <Q, A> Batcher<Q, A> batcher(BatchQuery<Q, A> query) {
    return new Batcher<>(
        outage,
        new Batcher.Limits(QUESTIONS, CONNECTIONS, TIME),
        threads,
        questions -> onConnection(connection -> query.run(questions, connection)));
  }

  @PreDestroy
  void close() {
    executor.shutdownNow();
  }

  private <T> T onConnection(Query<T> query) throws Exception {
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
