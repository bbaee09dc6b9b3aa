package io.pagenow.presence.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A REST request with only the headers that the application reads. Implementations of JAX-RS parse
 * many more, such as {@code Content-Type} of a GET and {@code Accept-Language}. They answer 400 or
 * 500 if they cannot parse one.
 */
final class PlainRestRequest extends PlainRequest {

  private static final String ACCEPT = "accept";

  private static final Set<String> SHOWN =
      Set.of(
          "host",
          "authorization",
          "origin",
          "if-none-match",
          "access-control-request-method",
          "access-control-request-headers",
          ACCEPT);

  PlainRestRequest(HttpServletRequest request) {
    super(request);
  }

  @Override
  boolean isHidden(String name) {
    return !SHOWN.contains(name);
  }

  @Override
  public @Nullable String getHeader(String name) {
    return isAccept(name) ? accept() : super.getHeader(name);
  }

  @Override
  public Enumeration<String> getHeaders(String name) {
    return isAccept(name) ? Collections.enumeration(List.of(accept())) : super.getHeaders(name);
  }

  private static boolean isAccept(String name) {
    return name.toLowerCase(Locale.ROOT).equals(ACCEPT);
  }

  /**
   * Returns the type of a snapshot if the client accepts JSON, and the type of a problem otherwise.
   * JAX-RS answers 406 to the latter, or 404 or 405 if the path or method is wrong.
   */
  private String accept() {
    AcceptedTypes types = AcceptedTypes.parse(Collections.list(super.getHeaders(ACCEPT)));
    return types.includeJson() ? "application/json" : "application/problem+json";
  }

  /**
   * Returns the URL with a fixed host. JAX-RS parses the URL, and the host from the client may be
   * malformed. The application does not need the host, because it creates no links.
   */
  @Override
  public StringBuffer getRequestURL() {
    return new StringBuffer("http://localhost").append(getRequestURI());
  }

  @Override
  public @Nullable String getContentType() {
    return null;
  }

  @Override
  public Locale getLocale() {
    return Locale.ROOT;
  }

  @Override
  public Enumeration<Locale> getLocales() {
    return Collections.enumeration(List.of(Locale.ROOT));
  }
}
