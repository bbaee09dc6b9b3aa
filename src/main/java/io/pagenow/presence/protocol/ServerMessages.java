package io.pagenow.presence.protocol;

import io.pagenow.presence.model.PresenceEvent;
import io.pagenow.presence.model.PresenceEvent.TimedOut;
import io.pagenow.presence.model.PresenceEvent.Updated;

/** Encodes the messages that a node sends to clients. */
public final class ServerMessages {

  private ServerMessages() {}

  /**
   * Encodes an event: {@code
   * {"type":"update-presence","userId","url","title","domain","latestUrl","latestTitle","latestDomain"}}
   * or {@code {"type":"presence-timeout","userId"}}, all strings.
   *
   * @throws IllegalArgumentException if the visibility changed, which version 1 does not know
   */
  public static String encode(PresenceEvent event) {
    return event.match(
        ServerMessages::update,
        ServerMessages::timeout,
        changed -> {
          throw new IllegalArgumentException("Version 1 has no message for it");
        });
  }

  private static String update(Updated event) {
    return Json.object(
        json -> {
          json.write("type", "update-presence").write("userId", event.user().value());
          Activities.writeEvent(json, event.activity());
        });
  }

  private static String timeout(TimedOut event) {
    return Json.object(
        json -> json.write("type", "presence-timeout").write("userId", event.user().value()));
  }

  /** Encodes an error: {@code {"type":"error","code":"…","message":"…"}}. */
  public static String error(ErrorCode code, String message) {
    return Json.object(
        json -> json.write("type", "error").write("code", code.text()).write("message", message));
  }
}
