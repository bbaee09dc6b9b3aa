package io.pagenow.presence.platform;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pagenow.presence.wire.Problem;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.Response.Status;
import java.io.IOException;

/** Answers a request with a problem, from a filter. */
public final class Problems {

  private static final int UPGRADE_REQUIRED = 426;

  private Problems() {}

  /**
   * Answers. Headers that are set already stay.
   *
   * @param detail what is wrong with this request, for its sender
   */
  public static void send(HttpServletResponse response, int status, String detail)
      throws IOException {
    byte[] body = new Problem(status, title(status), detail).json().getBytes(UTF_8);
    response.setStatus(status);
    response.setHeader("Cache-Control", "no-store");
    response.setContentType(Problem.MEDIA_TYPE);
    response.setCharacterEncoding(UTF_8.name());
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }

  /** The status in the words of the standard. */
  static String title(int status) {
    Status known = Status.fromStatusCode(status);
    if (known != null) {
      return known.getReasonPhrase();
    }
    return status == UPGRADE_REQUIRED ? "Upgrade Required" : "Error";
  }
}
