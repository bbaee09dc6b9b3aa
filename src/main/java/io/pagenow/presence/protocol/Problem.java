package io.pagenow.presence.protocol;

/**
 * The body of an HTTP error (RFC 9457): {@code {"type","title","status","detail"}}.
 *
 * @param type the kind of problem
 * @param status the HTTP status
 * @param title the reason phrase of the status
 * @param detail what is wrong with this request, in words for the client
 */
public record Problem(ProblemType type, int status, String title, String detail) {

  public static final String MEDIA_TYPE = "application/problem+json";

  /** Creates a problem of the kind that the status tells. */
  public Problem(int status, String title, String detail) {
    this(ProblemType.of(status), status, title, detail);
  }

  public String json() {
    return Json.object(
        json ->
            json.write("type", type.uri())
                .write("title", title)
                .write("status", status)
                .write("detail", detail));
  }
}
