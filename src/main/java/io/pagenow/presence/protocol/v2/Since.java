package io.pagenow.presence.protocol.v2;

import io.pagenow.presence.model.Friend;
import io.pagenow.presence.model.UserId;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a client holds, written {@code <version>-<digest>}.
 *
 * @param version the client has all events up to this version
 * @param digest the {@linkplain #digest digest} of the friends
 */
public record Since(long version, long digest) {

  private static final Pattern FORM = Pattern.compile("(\\d{1,18})-([0-9a-f]{16})");

  /** Parses the output of {@link #toString()}. Returns empty if the text is not such a value. */
  public static Optional<Since> parse(String text) {
    Matcher parts = FORM.matcher(text);
    return parts.matches()
        ? Optional.of(
            new Since(Long.parseLong(parts.group(1)), Long.parseUnsignedLong(parts.group(2), 16)))
        : Optional.empty();
  }

  /** Returns a digest of the ids and names of friends, in their order. */
  public static long digest(Collection<Friend> friends) {
    return digest(friends, Set.of());
  }

  /**
   * Returns a digest of friends as {@link #digest(Collection)} does.
   *
   * @param unversioned the friends whose presence is not that of their version
   */
  public static long digest(Collection<Friend> friends, Set<UserId> unversioned) {
    Digest digest = new Digest();
    friends.forEach(friend -> digest.add(friend.profile()));
    unversioned.stream().map(UserId::value).sorted().forEach(digest::add);
    return ByteBuffer.wrap(digest.end()).getLong();
  }

  @Override
  public String toString() {
    return "%d-%016x".formatted(version, digest);
  }
}
