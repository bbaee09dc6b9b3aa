package io.pagenow.presence.protocol;

/**
 * An error of the HTTP side, as RFC 9457 has it: {@code
 * {"type":"about:blank","title","status","detail"}}.
 *
 * @param status the HTTP status
 * @param title the status in words
 * @param detail what is wrong with this request, for its sender
 */
public record Problem(int status, String title, String detail) {

  public static final String MEDIA_TYPE = "application/problem+json";

  public String json() {
    return Json.object(
        json ->
            json.write("type", "about:blank")
                .write("title", title)
                .write("status", status)
                .write("detail", detail));
  }
}
