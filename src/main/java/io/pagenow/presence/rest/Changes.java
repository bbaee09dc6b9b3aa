package io.pagenow.presence.rest;

import io.pagenow.presence.conversation.Resumption;
import io.pagenow.presence.model.Snapshot;
import io.pagenow.presence.protocol.Snapshots;
import io.pagenow.presence.protocol.v2.Since;
import java.util.Optional;

/** Encodes what changed for a client, by the rules of {@link Resumption}. */
final class Changes {

  private Changes() {}

  /**
   * Encodes the users of a snapshot that have changed.
   *
   * @param start what was known before the snapshot was read from the primary
   */
  static byte[] encode(Snapshot snapshot, Resumption.Start start) {
    // Users become idle, and active again, without an event. So other idle users need a full
    // answer.
    long digest = Since.digest(snapshot.everyone(), snapshot.idle());
    // Hidden pages would never be sent: the next answer must be full.
    Optional<String> next = snapshot.complete() ? start.next(digest) : Optional.empty();
    return Snapshots.changes(snapshot, start.from(digest), next);
  }
}
