package io.pagenow.presence.rest;

import io.pagenow.presence.model.Activity;
import io.pagenow.presence.model.Page;
import io.pagenow.presence.model.Presence;
import io.pagenow.presence.model.Snapshot;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.protocol.v2.Digest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.List;

/**
 * The entity tag of a snapshot: a digest of everything in it, except for {@code lastActiveAt} of
 * users who are online. That changes with each heartbeat, and says nothing more than that the user
 * is online. So the tag is weak.
 */
final class SnapshotTag {

  private static final String WEAK = "W/";
  private static final int BYTES = 16;
  private static final long UNKNOWN = Long.MIN_VALUE;

  private final String opaque;

  private SnapshotTag(String opaque) {
    this.opaque = opaque;
  }

  static SnapshotTag of(Snapshot snapshot) {
    Digest digest = new Digest();
    digest.add(snapshot.complete() ? 1 : 0);
    add(digest, snapshot.user(), snapshot.own());
    digest.add(snapshot.friends().size());
    snapshot.friends().forEach((user, presence) -> add(digest, user, presence));
    snapshot.profiles().forEach(digest::add);
    byte[] start = Arrays.copyOf(digest.end(), BYTES);
    return new SnapshotTag(
        '"' + Base64.getUrlEncoder().withoutPadding().encodeToString(start) + '"');
  }

  private static void add(Digest digest, UserId user, Presence presence) {
    digest.add(user.value()).add(presence.version());
    var unused =
        presence.match(
            online -> add(digest.add(1), online.activity()),
            offline -> {
              Instant lastActive = offline.lastActive();
              return digest.add(0).add(lastActive == null ? UNKNOWN : lastActive.toEpochMilli());
            });
  }

  private static Digest add(Digest digest, Activity activity) {
    for (Page page : List.of(activity.page(), activity.latestPage())) {
      digest.add(page.url()).add(page.title()).add(page.domain());
    }
    return digest;
  }

  /**
   * Returns whether a client holds this snapshot.
   *
   * @param ifNoneMatch the values of the header {@code If-None-Match}: lists of tags, or {@code *}
   */
  boolean isIn(Collection<String> ifNoneMatch) {
    return ifNoneMatch.stream()
        .flatMap(value -> Arrays.stream(value.split(",", -1)))
        .map(String::strip)
        .map(tag -> tag.startsWith(WEAK) ? tag.substring(WEAK.length()) : tag)
        .anyMatch(tag -> tag.equals(opaque) || tag.equals("*"));
  }

  /** Returns the value of the header {@code ETag}. */
  @Override
  public String toString() {
    return WEAK + opaque;
  }
}
