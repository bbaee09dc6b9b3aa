package io.pagenow.presence.platform;

import io.pagenow.presence.wire.Problem;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Answers a request with a problem, from a filter. */
public final class Problems {

  private Problems() {}

  public static void send(HttpServletResponse response, int status, String detail)
      throws IOException {
    response.setStatus(status);
    response.setContentType(Problem.MEDIA_TYPE);
    response.setCharacterEncoding("UTF-8");
    response.getWriter().write(new Problem(status, "Problem", detail).json());
  }
}
