package io.pagenow.presence.platform;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pagenow.presence.wire.Problem;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.Response.Status;
import java.io.IOException;

/** Errors as HTTP answers. */
public final class Problems {

  private Problems() {}

  /**
   * A problem whose title is the status's standard reason phrase.
   *
   * @param detail what is wrong with this request, for its sender
   */
  public static Problem problem(int status, String detail) {
    return new Problem(status, Status.fromStatusCode(status).getReasonPhrase(), detail);
  }

  /** Answers with a problem. Headers that are set already stay. */
  public static void write(HttpServletResponse response, int status, String detail)
      throws IOException {
    byte[] body = problem(status, detail).json().getBytes(UTF_8);
    response.setStatus(status);
    response.setContentType(Problem.MEDIA_TYPE);
    response.setCharacterEncoding(UTF_8.name());
    response.setHeader("Cache-Control", "no-store");
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }
}
