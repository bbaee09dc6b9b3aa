package io.pagenow.presence.protocol;

/**
 * The body of an HTTP error (RFC 9457): {@code {"type":"about:blank","title","status","detail"}}.
 *
 * @param status the HTTP status
 * @param title the reason phrase of the status
 * @param detail what is wrong with this request, in words for the client
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
