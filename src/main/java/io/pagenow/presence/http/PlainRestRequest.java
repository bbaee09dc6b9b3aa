package io.pagenow.presence.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A REST request with the headers that the application reads, and no others. Implementations of
 * JAX-RS parse many more, such as {@code Content-Type} of a GET and {@code Accept-Language}, and
 * answer 400 or 500 if they cannot parse one.
 */
final class PlainRestRequest extends PlainRequest {

  private static final String ACCEPT = "accept";

  private static final Set<String> SHOWN =
      Set.of(
          "host",
          "authorization",
          "origin",
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

  /** JAX-RS answers 406 to the second of these, and 404 or 405 if one of these comes first. */
  private String accept() {
    AcceptedTypes types = AcceptedTypes.parse(Collections.list(super.getHeaders(ACCEPT)));
    return types.includeJson() ? "application/json" : "application/problem+json";
  }

  /**
   * With a host of its own: that of the client, which JAX-RS parses as part of the URL, may be
   * malformed. Nothing here makes links.
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
