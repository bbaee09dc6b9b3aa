package io.pagenow.presence.http;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Serial;

/**
 * Answers with a problem body if the server itself refuses a request or fails. The server would
 * answer with an HTML page. {@code web.xml} makes this the error page of the application.
 */
@WebServlet(value = "/problem", asyncSupported = true)
public class ProblemServlet extends HttpServlet {

  @Serial private static final long serialVersionUID = 1L;

  /** Answers every method, because an error page receives the method of the failed request. */
  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    int status =
        request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code
            ? code
            : HttpServletResponse.SC_NOT_FOUND; // A client requested this page.
    if (status == HttpServletResponse.SC_NOT_IMPLEMENTED) {
      // The server does not know the method. This is an error of the client, not of the node.
      status = HttpServletResponse.SC_METHOD_NOT_ALLOWED;
    }
    if (status == HttpServletResponse.SC_METHOD_NOT_ALLOWED && !response.containsHeader("Allow")) {
      response.setHeader("Allow", "GET, HEAD, OPTIONS");
    }
    Problems.send(response, status, Problems.detail(status));
  }
}
