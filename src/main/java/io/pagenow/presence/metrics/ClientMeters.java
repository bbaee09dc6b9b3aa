package io.pagenow.presence.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import io.pagenow.presence.protocol.ErrorCode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** What clients send, and how this node answers. Thread-safe. */
@Singleton
public final class ClientMeters {

  /** The type of a message. */
  public enum MessageType {
    HEARTBEAT,
    UPDATE,
    VISIBILITY
  }

  /** Why a request has no valid token. */
  public enum TokenFlaw {
    /** The request has no token. */
    MISSING,
    /** The token is too long, or is no signed JWT. */
    MALFORMED,
    /** The signature does not match, or the issuer does not have its key. */
    SIGNATURE,
    /** The token is of another issuer, of another kind, or for another application. */
    ORIGIN,
    /** The token has expired. */
    EXPIRED,
    /** A time of the token is in the future. */
    FUTURE,
    /** A claim is missing or has the wrong type. */
    CLAIMS,
    /** The user's tokens were revoked. */
    REVOKED
  }

  private final Meters meters;

  /** Counts also if nothing else is measured. */
  private final LongAdder updates = new LongAdder();

  private final Map<String, Timer> requests = new ConcurrentHashMap<>();
  private final Map<Integer, Counter> closes = new ConcurrentHashMap<>();
  private final KindCounters<MessageType> recorded;
  private final KindCounters<MessageType> unrecorded;
  private final KindCounters<ErrorCode> refused;
  private final KindCounters<TokenFlaw> tokens;

  @Inject
  public ClientMeters(Meters meters) {
    this.meters = meters;
    recorded = messages("recorded");
    unrecorded = messages("unrecorded");
    refused =
        new KindCounters<>(
            meters,
            "presence.messages.refused",
            "Messages of clients that were answered with an error",
            "code",
            ErrorCode.class);
    tokens =
        new KindCounters<>(
            meters,
            "presence.token.refusals",
            "Requests without a valid token",
            "reason",
            TokenFlaw.class);
  }

  /** Returns meters that record nothing. */
  public static ClientMeters none() {
    return new ClientMeters(Meters.none());
  }

  private KindCounters<MessageType> messages(String result) {
    return new KindCounters<>(
        MessageType.class,
        type ->
            meters.counter(
                "presence.messages",
                "Messages of clients, by whether the store confirmed them",
                "type",
                KindCounters.text(type),
                "result",
                result));
  }

  /** Counts a message that the store confirmed, or not. */
  public void handled(MessageType type, boolean confirmed) {
    if (type == MessageType.UPDATE) {
      updates.increment();
    }
    (confirmed ? recorded : unrecorded).count(type);
  }

  /** Returns the number of updates, also without a metrics secret. */
  public long updates() {
    return updates.sum();
  }

  /** Counts an error message to a client. */
  public void refused(ErrorCode code) {
    refused.count(code);
  }

  /** Counts a request without a valid token. */
  public void refused(TokenFlaw flaw) {
    tokens.count(flaw);
  }

  /** Counts the end of a connection. Codes that are not in the protocol count as {@code other}. */
  public void closed(int code) {
    closes
        .computeIfAbsent(
            isDefined(code) ? code : 0,
            known ->
                meters.counter(
                    "presence.connections.closed",
                    "Connections that ended, by close code",
                    "code",
                    known == 0 ? "other" : known.toString()))
        .increment();
  }

  /** Limits the values of the tag, because clients choose their codes. */
  private static boolean isDefined(int code) {
    boolean standard = code >= 1000 && code < 1016; // RFC 6455, section 7.4.1
    boolean own = code >= 4000 && code < 4010;
    return standard || own;
  }

  /**
   * Records an answered request.
   *
   * @param door {@code ws} for a handshake, or {@code rest}
   * @param status the HTTP status
   */
  public void answered(String door, int status, long nanos) {
    requests
        .computeIfAbsent(
            door + status,
            key ->
                meters.timer(
                    "presence.requests",
                    "Answered requests: handshakes and REST",
                    "door",
                    door,
                    "status",
                    Integer.toString(status)))
        .record(nanos, TimeUnit.NANOSECONDS);
  }
}
