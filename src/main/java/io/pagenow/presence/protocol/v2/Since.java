package io.pagenow.presence.protocol.v2;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pagenow.presence.model.Friend;
import io.pagenow.presence.model.Profile;
import io.pagenow.presence.model.UserId;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
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
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
    for (Friend friend : friends) {
      Profile profile = friend.profile();
      add(digest, friend.user().value());
      add(digest, profile.firstName());
      add(digest, profile.lastName());
      add(digest, String.valueOf(profile.imageExtension()));
    }
    unversioned.stream().map(UserId::value).sorted().forEach(user -> add(digest, user));
    return ByteBuffer.wrap(digest.digest()).getLong();
  }

  private static void add(MessageDigest digest, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
    digest.update(bytes);
  }

  @Override
  public String toString() {
    return "%d-%016x".formatted(version, digest);
  }
}
