package io.pagenow.presence.revocation;

import io.pagenow.presence.model.UserId;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;

/**
 * The revocations of the last day, shared by all nodes. A node that missed a notification finds
 * them here.
 *
 * <p>Thread-safe. Every method blocks for at most the adapter's time-out, and throws {@link
 * io.pagenow.presence.model.UnavailableException} if the store does not answer.
 */
public interface RevocationLog {

  /**
   * Records that all tokens of the users that were issued until now are revoked.
   *
   * @return the time of the revocation, by the clock of the store
   */
  Instant add(Collection<UserId> users);

  /** Returns the time of the last revocation of each user, if it was not before the given time. */
  Map<UserId, Instant> since(Instant time);
}
