package io.pagenow.presence.concurrent;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Combines the requests of many callers into batches, like the group commit of databases. While one
 * batch runs, new requests queue up for the next one. A single request starts at once; under load,
 * each request costs less. Thread-safe.
 *
 * <p>If a batch takes longer than {@link #SLOW}, another batch may start concurrently.
 */
public final class Batcher<Q, A> implements AutoCloseable {

  /**
   * The minimum time between batches under load: few large batches cost less than many small ones.
   */
  private static final Duration PACE = Duration.ofMillis(1);

  /** The time after which the next batch does not wait for the running batch any longer. */
  private static final Duration SLOW = Duration.ofMillis(20);

  private static final int MAX_WAITING = 1_000;

  private final Outage outage;
  private final Limits limits;
  private final Source<Q, A> source;
  private final ExecutorService executor;
  private final LongSupplier nanoTime;

  // Guarded by this: the next four fields.
  private final Deque<Question> waiting = new ArrayDeque<>();
  private int running;
  private long lastStart;
  private int lastSize;

  /**
   * The limits of batches.
   *
   * @param questions the maximum number of requests in a batch
   * @param batches the maximum number of concurrent batches
   * @param patience how long a caller waits for the result
   */
  public record Limits(int questions, int batches, Duration patience) {}

  /** The source of the answers. */
  public interface Source<Q, A> {

    /** Returns one answer for each question, in the same order. */
    // An exception fails all of these questions.
    List<A> answer(List<Q> questions) throws Exception;
  }

  private final class Question {
    final Q asked;
    final CompletableFuture<A> answer = new CompletableFuture<>();

    Question(Q asked) {
      this.asked = asked;
    }
  }

  /**
   * @param outage records outages of the store
   */
  public Batcher(Outage outage, Limits limits, ThreadFactory threads, Source<Q, A> source) {
    this(outage, limits, threads, source, System::nanoTime);
  }

  /**
   * Creates a batcher with a clock for tests.
   *
   * @param nanoTime the clock of this node, in the time of {@link System#nanoTime()}
   */
  Batcher(
      Outage outage,
      Limits limits,
      ThreadFactory threads,
      Source<Q, A> source,
      LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.outage = outage;
    this.limits = limits;
    this.source = source;
    int most = limits.batches();
    var pool =
        new ThreadPoolExecutor(
            most, most, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), threads);
    pool.allowCoreThreadTimeOut(true);
    this.executor = pool;
  }

  /**
   * Queues a question, and starts a batch if one is due.
   *
   * @return a supplier that blocks until the answer is available, or throws {@link
   *     io.pagenow.presence.model.UnavailableException} if there is none in time
   */
  public Supplier<A> ask(Q asked) {
    Question question = new Question(asked);
    synchronized (this) {
      if (waiting.size() >= MAX_WAITING) {
        throw outage.failed(new RejectedExecutionException("Too many are waiting"));
      }
      waiting.add(question);
    }
    startIfDue();
    return () -> await(question);
  }

  /** Stops the threads. Running requests fail. */
  @Override
  public void close() {
    executor.shutdownNow();
  }

  private void startIfDue() {
    synchronized (this) {
      if (!isBatchDue()) {
        return;
      }
      running++;
    }
    try {
      executor.execute(this::run);
    } catch (Throwable e) { // The application ends, or no thread can be started.
      synchronized (this) {
        running--;
      }
      throw outage.failed(e);
    }
  }

  private boolean isBatchDue() {
    if (running == 0) {
      return true;
    }
    boolean late = nanoTime.getAsLong() - lastStart > SLOW.toNanos();
    return running < limits.batches() && (late || waiting.size() >= limits.questions());
  }

  private void run() {
    boolean counted = true;
    try {
      for (List<Question> batch = next(); !batch.isEmpty(); batch = next()) {
        answer(batch);
      }
      counted = false;
    } finally {
      if (counted) { // An Error ended this run: another batch may start.
        synchronized (this) {
          running--;
        }
      }
    }
  }

  private List<Question> next() {
    long pause = nanosToNextBatch();
    if (pause > 0) {
      LockSupport.parkNanos(pause);
    }
    return take();
  }

  private synchronized long nanosToNextBatch() {
    boolean busy = lastSize > 1 && waiting.size() < limits.questions();
    return busy ? lastStart + PACE.toNanos() - nanoTime.getAsLong() : 0;
  }

  /**
   * Returns the next batch. If no request waits, returns an empty batch, and this run counts as
   * ended.
   */
  private synchronized List<Question> take() {
    List<Question> batch = new ArrayList<>();
    while (batch.size() < limits.questions() && !waiting.isEmpty()) {
      Question question = waiting.remove();
      if (!question.answer.isDone()) { // Otherwise its caller has stopped waiting.
        batch.add(question);
      }
    }
    if (batch.isEmpty()) {
      running--;
    } else {
      lastStart = nanoTime.getAsLong();
      lastSize = batch.size();
    }
    return batch;
  }

  private void answer(List<Question> batch) {
    try {
      List<A> answers = source.answer(batch.stream().map(question -> question.asked).toList());
      for (int i = 0; i < batch.size(); i++) {
        batch.get(i).answer.complete(answers.get(i));
      }
    } catch (Throwable e) { // Also an Error: the callers get it, and the thread continues.
      batch.forEach(question -> question.answer.completeExceptionally(e));
    }
  }

  private A await(Question question) {
    try {
      return outage.await(() -> awaitWhileOthersAreSlow(question));
    } finally {
      question.answer.cancel(false);
    }
  }

  private A awaitWhileOthersAreSlow(Question question)
      throws InterruptedException, ExecutionException, TimeoutException {
    try {
      return question.answer.get(SLOW.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      // The question may wait behind a batch that hangs, and no later request may start a batch.
      startIfDue();
      return question.answer.get(limits.patience().toNanos(), TimeUnit.NANOSECONDS);
    }
  }
}
