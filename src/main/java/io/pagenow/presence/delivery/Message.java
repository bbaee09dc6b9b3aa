package io.pagenow.presence.delivery;

import io.pagenow.presence.model.ProtocolVersion;
import io.pagenow.presence.model.UserId;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A message about a user for any number of receivers. It is encoded once for each protocol version
 * that one of them has. Thread-safe.
 */
public final class Message {

  /** What a message is about, and so which other messages it replaces. */
  public enum Kind {
    /** An event of the user. It replaces older ones. */
    EVENT,
    /**
     * The friendship with the user began. The message contains the presence of the user. It
     * replaces older events, and newer ones follow it.
     */
    FRIENDSHIP_BEGAN,
    /** The friendship with the user ended. It replaces all messages about the user. */
    FRIENDSHIP_ENDED
  }

  private final Kind kind;
  private final UserId about;
  private final long version;
  private final Function<ProtocolVersion, String> encode;
  private final @Nullable ProtocolVersion only;

  // Two threads may encode at the same time, with the same result.
  private volatile @Nullable String v1;
  private volatile @Nullable String v2;

  /**
   * Creates a message for receivers of all protocol versions.
   *
   * @param about the user whose presence it shows
   * @param version orders the messages about one user
   * @param encode returns the JSON to send
   */
  public Message(Kind kind, UserId about, long version, Function<ProtocolVersion, String> encode) {
    this(kind, about, version, encode, null);
  }

  private Message(
      Kind kind,
      UserId about,
      long version,
      Function<ProtocolVersion, String> encode,
      @Nullable ProtocolVersion only) {
    this.kind = kind;
    this.about = about;
    this.version = version;
    this.encode = encode;
    this.only = only;
  }

  /** Returns the same message, but for the receivers of one protocol version only. */
  public Message only(ProtocolVersion protocol) {
    return new Message(kind, about, version, encode, protocol);
  }

  Kind kind() {
    return kind;
  }

  UserId about() {
    return about;
  }

  long version() {
    return version;
  }

  boolean isFor(ProtocolVersion protocol) {
    return only == null || only == protocol;
  }

  /** Returns the JSON to send. */
  String text(ProtocolVersion protocol) {
    return switch (protocol) {
      case V1 -> {
        String text = v1;
        if (text == null) {
          text = encode.apply(protocol);
          v1 = text;
        }
        yield text;
      }
      case V2 -> {
        String text = v2;
        if (text == null) {
          text = encode.apply(protocol);
          v2 = text;
        }
        yield text;
      }
    };
  }
}
