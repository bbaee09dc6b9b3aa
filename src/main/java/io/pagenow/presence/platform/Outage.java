package io.pagenow.presence.platform;

import io.pagenow.presence.model.UnavailableException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Logs when a store stops answering and when it answers again: two lines an outage, not one a call.
 */
public final class Outage {

  private static final Logger LOG = Logger.getLogger(Outage.class.getName());

  private final String store;
  private final AtomicBoolean lasts = new AtomicBoolean();

  public Outage(String store) {
    this.store = store;
  }

  /**
   * A call failed.
   *
   * @return what to tell the caller
   */
  public UnavailableException failed(Throwable cause) {
    if (!lasts.getAndSet(true)) {
      LOG.log(Level.WARNING, store + " does not answer", cause);
    }
    return new UnavailableException(store, cause);
  }

  /** A call succeeded. */
  public void succeeded() {
    // Read first: this is called all the time, and writing would make every core fetch it anew.
    if (lasts.get() && lasts.getAndSet(false)) {
      LOG.log(Level.INFO, "{0} answers again", store);
    }
  }
}
