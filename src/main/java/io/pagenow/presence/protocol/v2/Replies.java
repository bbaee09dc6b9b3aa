package io.pagenow.presence.protocol.v2;

import io.pagenow.presence.model.ConnectionId;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.protocol.ErrorCode;
import io.pagenow.presence.protocol.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** Encodes the messages to one version 2 client. */
public final class Replies {

  private Replies() {}

  /**
   * Encodes the first message.
   *
   * @param expiry when the token expires
   * @param timeout the time without activity after which a user is offline
   * @param heartbeat the time between two heartbeats
   */
  public static String welcome(
      ConnectionId connection, UserId user, Instant expiry, Duration timeout, Duration heartbeat) {
    return Json.object(
        json ->
            json.write("type", "welcome")
                .write("connectionId", connection.toString())
                .write("userId", user.value())
                .write("expiresAt", expiry.toEpochMilli())
                .write("timeout", timeout.toMillis())
                .write("heartbeatInterval", heartbeat.toMillis()));
  }

  /**
   * Encodes that a message was recorded.
   *
   * @param id the id of the message
   * @param version the version of the user's presence; empty if the user is offline
   * @param since the value with which the client can resume; empty if there is none now
   */
  public static String ack(String id, OptionalLong version, Optional<String> since) {
    return Json.object(
        json -> {
          json.write("type", "ack").write("id", id);
          version.ifPresent(value -> json.write("version", value));
          since.ifPresent(value -> json.write("since", value));
        });
  }

  /** Encodes that a fresh token was accepted. */
  public static String authenticated(String id, Instant expiry) {
    return Json.object(
        json ->
            json.write("type", "ack").write("id", id).write("expiresAt", expiry.toEpochMilli()));
  }

  /**
   * Encodes an error.
   *
   * @param id the id of the message; empty if it could not be read
   */
  public static String error(Optional<String> id, ErrorCode code, String message) {
    return Json.object(
        json -> {
          json.write("type", "error");
          id.ifPresent(value -> json.write("id", value));
          json.write("code", code.text()).write("message", message);
        });
  }
}
