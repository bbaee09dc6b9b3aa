package io.pagenow.presence.delivery;

import io.pagenow.presence.metrics.DeliveryMeters;
import io.pagenow.presence.metrics.DeliveryMeters.Source;
import io.pagenow.presence.model.ProtocolVersion;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.tracing.Traces;
import io.pagenow.presence.tracing.Traces.Delivery;
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
  private final Source source;
  private final @Nullable ProtocolVersion only;
  private final @Nullable Delivery trace;

  // Two threads may encode at the same time, with the same result.
  private volatile @Nullable String v1;
  private volatile @Nullable String v2;

  /**
   * Creates a message for receivers of all protocol versions.
   *
   * @param about the user whose presence it shows
   * @param version orders the messages about one user
   * @param source the way by which the event reached this node
   * @param encode returns the JSON to send
   */
  public Message(
      Kind kind,
      UserId about,
      long version,
      Source source,
      Function<ProtocolVersion, String> encode) {
    this(kind, about, version, source, encode, null, Traces.delivery());
  }

  private Message(
      Kind kind,
      UserId about,
      long version,
      Source source,
      Function<ProtocolVersion, String> encode,
      @Nullable ProtocolVersion only,
      @Nullable Delivery trace) {
    this.kind = kind;
    this.about = about;
    this.version = version;
    this.encode = encode;
    this.source = source;
    this.only = only;
    this.trace = trace;
  }

  /** Returns the same message, but for the receivers of one protocol version only. */
  public Message only(ProtocolVersion protocol) {
    return new Message(kind, about, version, source, encode, protocol, trace);
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

  /** Measures a message that was written to a socket; null if it was a reply. */
  static void written(@Nullable Message message, DeliveryMeters meters) {
    if (message == null) {
      meters.delivered(0, Source.HERE);
    } else {
      meters.delivered(message.version, message.source);
      Traces.written(message.trace);
    }
  }
}
