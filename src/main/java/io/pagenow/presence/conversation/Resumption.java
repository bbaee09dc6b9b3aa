package io.pagenow.presence.conversation;

import io.pagenow.presence.cluster.subscription.DeliveredUntil;
import io.pagenow.presence.cluster.subscription.ResumeLimit;
import io.pagenow.presence.protocol.v2.Since;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.OptionalLong;

/** Decides what a client gets that has a {@link Since}, and with which it resumes. Thread-safe. */
@Singleton
public final class Resumption {

  /** Less than any version. */
  public static final long EVERYTHING = -1;

  private final DeliveredUntil delivered;
  private final ResumeLimit limit;

  @Inject
  public Resumption(DeliveredUntil delivered, ResumeLimit limit) {
    this.delivered = delivered;
    this.limit = limit;
  }

  /**
   * What is known before the presence is read.
   *
   * @param until the presence that is read later has all changes until this version
   * @param known what the client has, if all changes since then are known
   */
  public record Start(OptionalLong until, Optional<Since> known) {

    /**
     * Returns the version after which users have changed for the client, or {@link #EVERYTHING}.
     *
     * @param digest the digest of the friends
     */
    public long from(long digest) {
      return known.filter(since -> since.digest() == digest).map(Since::version).orElse(EVERYTHING);
    }

    /** Returns the value with which the client can resume; empty if it cannot. */
    public Optional<String> next(long digest) {
      return until.isEmpty()
          ? Optional.empty()
          : Optional.of(new Since(until.getAsLong(), digest).toString());
    }
  }

  /**
   * Starts an answer. Read the presence from the primary of the store after this call. Blocks.
   *
   * @param since what the client sent; anything else than a {@link Since} is unknown
   * @throws io.pagenow.presence.model.UnavailableException if the store does not answer
   */
  public Start start(Optional<String> since) {
    OptionalLong until = delivered.version();
    return new Start(
        until, since.flatMap(Since::parse).filter(held -> limit.allows(held.version())));
  }
}
