package io.pagenow.presence.concurrent;

import io.pagenow.presence.model.UnavailableException;
import java.util.HashMap;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Logs when failures start and end instead of logging every failed round. An outage of a store
 * takes two lines for all loops of the node. Any other failure takes two lines for the loop.
 */
final class FailureLog {

  private static final Logger LOG = Logger.getLogger(FailureLog.class.getName());

  /** Loops whose last round failed, and the class of the failure. Guarded by this. */
  private final Map<String, Class<?>> failing = new HashMap<>();

  /** Records that a round of the loop failed. */
  synchronized void failed(String loop, Throwable failure) {
    boolean known = failure.getClass() == failing.get(loop);
    boolean waiting = isAnyWaiting();
    failing.put(loop, failure.getClass());
    if (!(failure instanceof UnavailableException unavailable)) {
      if (!known) {
        LOG.log(Level.SEVERE, loop + " failed and retries", failure);
      }
    } else if (!waiting) {
      LOG.log(
          Level.WARNING,
          "{0}: background work such as {1} waits and retries",
          new Object[] {unavailable.detail(), loop});
    }
  }

  /** Records that a round of the loop succeeded after a failed round. */
  synchronized void recovered(String loop) {
    Class<?> failure = failing.remove(loop);
    if (failure != UnavailableException.class) {
      LOG.log(Level.INFO, "{0} succeeds again", loop);
    } else if (!isAnyWaiting()) {
      LOG.log(Level.INFO, "All background work succeeds again");
    }
  }

  private boolean isAnyWaiting() {
    return failing.containsValue(UnavailableException.class);
  }
}
