package io.pagenow.presence.protocol;

import io.pagenow.presence.model.Page;
import io.pagenow.presence.model.PresenceEvent;
import io.pagenow.presence.model.PresenceEvent.Updated;

/** Encodes the messages that a node sends to clients. */
public final class ServerMessages {

  private ServerMessages() {}

  /**
   * Encodes an event: {@code
   * {"type":"update-presence","userId","url","title","domain","latestUrl","latestTitle","latestDomain"}}
   * or {@code {"type":"presence-timeout","userId"}}, all strings.
   */
  public static String encode(PresenceEvent event) {
    return event instanceof Updated updated ? update(updated) : timeout(event);
  }

  /** Encodes an error: {@code {"type":"error","code":"…","message":"…"}}. */
  public static String error(ErrorCode code, String message) {
    return Json.object(
        json -> json.write("type", "error").write("code", code.text()).write("message", message));
  }

  private static String update(Updated event) {
    Page page = event.page();
    Page latest = event.latest();
    return Json.object(
        json ->
            json.write("type", "update-presence")
                .write("userId", event.user().value())
                .write("url", page.url())
                .write("title", page.title())
                .write("domain", page.domain())
                .write("latestUrl", latest.url())
                .write("latestTitle", latest.title())
                .write("latestDomain", latest.domain()));
  }

  private static String timeout(PresenceEvent event) {
    return Json.object(
        json -> json.write("type", "presence-timeout").write("userId", event.user().value()));
  }
}
