package io.pagenow.presence.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pagenow.presence.protocol.Problem;
import io.pagenow.presence.protocol.ProblemType;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.Response.Status;
import java.io.IOException;

/** Sends problem answers from filters and servlets. */
public final class Problems {

  private static final int UPGRADE_REQUIRED = 426;

  private Problems() {}

  /**
   * Answers a request with a problem. Keeps the headers that are already set.
   *
   * @param detail tells the client what is wrong with the request
   */
  public static void send(HttpServletResponse response, int status, String detail)
      throws IOException {
    send(response, new Problem(status, title(status), detail));
  }

  /** Answers a request with a problem, as {@link #send(HttpServletResponse, int, String)} does. */
  public static void send(HttpServletResponse response, ProblemType type, String detail)
      throws IOException {
    send(response, new Problem(type, type.status(), title(type.status()), detail));
  }

  private static void send(HttpServletResponse response, Problem problem) throws IOException {
    int status = problem.status();
    byte[] body = problem.json().getBytes(UTF_8);
    response.setStatus(status);
    response.setHeader("Cache-Control", "no-store");
    response.setContentType(Problem.MEDIA_TYPE);
    response.setCharacterEncoding(UTF_8.name());
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }

  /**
   * Returns the detail for a request that the server itself refused. The server's own message may
   * repeat the request or show a stack trace.
   */
  public static String detail(int status) {
    return switch (status) {
      case 400 -> "The request cannot be read";
      case 403 -> "The caller may not do this";
      case 404 -> "There is no such resource";
      case 405, 501 -> "The resource does not take this method";
      case 406 -> "The resource has no representation of an accepted media type";
      case 415 -> "The resource does not take this media type";
      default ->
          status < 500 ? "The request cannot be answered" : "The request could not be answered";
    };
  }

  /** Returns the standard reason phrase of a status. */
  static String title(int status) {
    Status known = Status.fromStatusCode(status);
    if (known != null) {
      return known.getReasonPhrase();
    }
    return status == UPGRADE_REQUIRED ? "Upgrade Required" : "Error";
  }
}
