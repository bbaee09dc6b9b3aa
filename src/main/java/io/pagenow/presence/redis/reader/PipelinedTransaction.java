package io.pagenow.presence.redis.reader;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import redis.clients.jedis.Builder;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisException;

/**
 * A transaction in a pipeline. Several of them share a round trip. The library has transactions
 * with a round trip of their own only.
 */
final class PipelinedTransaction {

  private final Pipeline redis;

  /** The answers to {@code MULTI}, to each command before its execution, and to {@code EXEC}. */
  private final List<Response<Object>> answers = new ArrayList<>();

  private final List<Response<?>> results = new ArrayList<>();

  /** Begins a transaction. */
  PipelinedTransaction(Pipeline redis) {
    this.redis = redis;
    send(Command.MULTI);
  }

  /** Adds a command. Its result is available after {@link #readResults}. */
  <T> Response<T> add(Builder<T> builder, Command command, String... arguments) {
    send(command, arguments);
    Response<T> result = new Response<>(builder);
    results.add(result);
    return result;
  }

  /** Ends the transaction. */
  void end() {
    send(Command.EXEC);
  }

  private void send(Command command, String... arguments) {
    answers.add(redis.sendCommand(command, arguments));
  }

  /**
   * Makes the results available, after the pipeline was sent.
   *
   * @throws JedisException if Redis rejected the transaction
   */
  void readResults() {
    // The answer to a command tells why Redis rejects the transaction, such as MOVED. That to EXEC
    // does not.
    answers.forEach(Response::get);
    List<?> executed = (List<?>) answers.get(answers.size() - 1).get();
    Iterator<?> values = executed.iterator();
    results.forEach(result -> result.set(values.next()));
  }
}
