package io.pagenow.presence.cluster.subscription;

/**
 * The limit of what clients can resume from, shared by all nodes. After the store may have lost
 * data, older values are refused.
 *
 * <p>Thread-safe. Every method blocks for at most the adapter's time-out, and throws {@link
 * io.pagenow.presence.model.UnavailableException} if the store does not answer.
 */
public interface ResumeLimit {

  /** Refuses all values until now, if there is no limit yet. */
  void begin();

  /** Refuses all values until now. */
  void raise();

  /** Returns whether the changes since a version are known: the store has lost none since. */
  boolean allows(long version);
}
