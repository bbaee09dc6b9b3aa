package io.pagenow.presence.revocation;

import io.pagenow.presence.delivery.Disconnect;
import io.pagenow.presence.delivery.Hub;
import io.pagenow.presence.model.UserId;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The users whose tokens were revoked. A revocation closes the connections of the user on this
 * node, and refuses the user's tokens that were issued before. Thread-safe.
 */
@Singleton
public final class Revocations {

  /** How long revocations are kept. A Cognito ID token is valid for at most a day. */
  public static final Duration AGE = Duration.ofDays(1);

  /**
   * How far the clocks of other programs may be behind. Revocations are read again for this time.
   */
  private static final Duration OVERLAP = Duration.ofMinutes(1);

  private final Hub hub;
  private final RevocationLog log;
  private final Map<UserId, Instant> revoked = new ConcurrentHashMap<>();

  // Guarded by this.
  private Instant read = Instant.EPOCH.plus(AGE);

  @Inject
  public Revocations(Hub hub, RevocationLog log) {
    this.hub = hub;
    this.log = log;
  }

  /**
   * Revokes the tokens of users, after a notification. Blocks.
   *
   * @throws io.pagenow.presence.model.UnavailableException if the log does not answer; the
   *     connections on this node are closed nevertheless
   */
  public void revoke(Collection<UserId> users) {
    users.forEach(user -> hub.closeAll(user, Disconnect.TOKEN_REVOKED));
    Instant time = log.add(users);
    users.forEach(user -> revoke(user, time));
  }

  /**
   * Applies the revocations that other nodes received. Blocks. The first call reads those of the
   * last day.
   *
   * @throws io.pagenow.presence.model.UnavailableException if the log does not answer; the next
   *     call continues
   */
  public synchronized void catchUp() {
    Map<UserId, Instant> found = log.since(read.minus(OVERLAP));
    found.forEach(this::revoke);
    // A time in the future, by another clock, must not hide the revocations before it.
    Instant now = Instant.now();
    found.values().stream()
        .filter(time -> time.isAfter(read) && time.isBefore(now))
        .max(Comparator.naturalOrder())
        .ifPresent(last -> read = last);
    Instant oldest = read.minus(AGE);
    revoked.values().removeIf(time -> time.isBefore(oldest));
  }

  private void revoke(UserId user, Instant time) {
    Instant before = revoked.get(user);
    if (before == null || before.isBefore(time)) {
      revoked.put(user, time);
      hub.closeAll(user, Disconnect.TOKEN_REVOKED);
    }
  }

  /**
   * Returns whether a token is revoked. The times in tokens are whole seconds, so a token of the
   * second of the revocation counts as revoked.
   */
  public boolean isRevoked(UserId user, Instant issued) {
    Instant time = revoked.get(user);
    return time != null && issued.getEpochSecond() <= time.getEpochSecond();
  }
}
