package io.pagenow.presence.concurrent;

import java.time.Duration;
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
import java.util.function.Supplier;

/**
 * Combines the requests of many callers into batches, like the group commit of databases. While one
 * batch runs, new requests queue up for the next one. A single request starts at once; under load,
 * each request costs less. Thread-safe.
 *
 * <p>If a batch takes longer than 20 milliseconds, another batch may start concurrently.
 */
public final class Batcher<Q, A> implements AutoCloseable {

  private final Outage outage;
  private final Limits limits;
  private final Source<Q, A> source;
  private final BatchQueue<Question> queue;
  private final ExecutorService executor;

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

    /** Returns whether the caller is still waiting. */
    boolean isOpen() {
      return !answer.isDone();
    }
  }

  /**
   * @param outage records outages of the store
   */
  public Batcher(Outage outage, Limits limits, ThreadFactory threads, Source<Q, A> source) {
    this.outage = outage;
    this.limits = limits;
    this.source = source;
    int most = limits.batches();
    this.queue = new BatchQueue<>(limits.questions(), most, Question::isOpen, System::nanoTime);
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
    if (!queue.offer(question)) {
      throw outage.failed(new RejectedExecutionException("Too many are waiting"));
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
    if (queue.startsRun()) {
      try {
        executor.execute(this::run);
      } catch (Throwable e) { // The application ends, or no thread can be started.
        queue.abort();
        throw outage.failed(e);
      }
    }
  }

  private void run() {
    boolean ended = false;
    try {
      for (List<Question> batch = next(); !batch.isEmpty(); batch = next()) {
        answer(batch);
      }
      ended = true;
    } finally {
      if (!ended) { // An Error ended this run: another one may start.
        queue.abort();
      }
    }
  }

  private List<Question> next() {
    long pause = queue.nanosToNextBatch();
    if (pause > 0) {
      LockSupport.parkNanos(pause);
    }
    return queue.take();
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
      return question.answer.get(BatchQueue.SLOW.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      // The question may wait behind a batch that hangs, and no later request may start a batch.
      startIfDue();
      return question.answer.get(limits.patience().toNanos(), TimeUnit.NANOSECONDS);
    }
  }
}
