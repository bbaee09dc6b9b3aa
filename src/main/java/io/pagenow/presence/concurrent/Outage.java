package io.pagenow.presence.concurrent;

import static java.util.Objects.requireNonNullElse;

import io.pagenow.presence.model.UnavailableException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Logs when a store stops answering and when it answers again: two lines for each outage, not one
 * for each call.
 */
public final class Outage {

  private static final Logger LOG = Logger.getLogger(Outage.class.getName());

  /**
   * Blocks until there is a result, like {@link java.util.concurrent.Future#get(long, TimeUnit)}.
   */
  public interface Wait<T> {
    T get() throws ExecutionException, InterruptedException, TimeoutException;
  }

  private final String store;
  private final AtomicBoolean lasts = new AtomicBoolean();

  public Outage(String store) {
    this.store = store;
  }

  /**
   * Records that a call failed.
   *
   * @return the exception to throw to the caller
   */
  public UnavailableException failed(Throwable cause) {
    if (!lasts.getAndSet(true)) {
      LOG.log(Level.WARNING, store + " does not answer", cause);
    }
    return new UnavailableException(store, cause);
  }

  /**
   * Waits for the result of a call and records its success or failure.
   *
   * @throws UnavailableException if there is no result
   */
  public <T> T await(Wait<T> wait) {
    try {
      T result = wait.get();
      succeeded();
      return result;
    } catch (ExecutionException e) {
      throw failed(requireNonNullElse(e.getCause(), e));
    } catch (TimeoutException e) {
      throw failed(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed(e);
    }
  }

  /** Records that a call succeeded. */
  public void succeeded() {
    // Reads first: a write in each call would make every core reload the value.
    if (lasts.get() && lasts.getAndSet(false)) {
      LOG.log(Level.INFO, "{0} answers again", store);
    }
  }
}
