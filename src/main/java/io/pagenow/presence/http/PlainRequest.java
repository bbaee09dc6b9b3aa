package io.pagenow.presence.http;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A request without cookies. The application uses no cookies, but other applications on the same
 * host do. Servers answer 500 to a cookie that they cannot parse. A subclass hides more headers.
 */
class PlainRequest extends HttpServletRequestWrapper {

  private static final Cookie[] NO_COOKIES = {};
  private static final long ABSENT = -1;

  PlainRequest(HttpServletRequest request) {
    super(request);
  }

  /** Returns whether a header is hidden from the application. The name is in lower case. */
  boolean isHidden(String name) {
    return name.equals("cookie");
  }

  @Override
  public final Cookie[] getCookies() {
    return NO_COOKIES;
  }

  @Override
  public @Nullable String getHeader(String name) {
    return isHiddenInAnyCase(name) ? null : super.getHeader(name);
  }

  @Override
  public Enumeration<String> getHeaders(String name) {
    return isHiddenInAnyCase(name) ? Collections.emptyEnumeration() : super.getHeaders(name);
  }

  @Override
  public final Enumeration<String> getHeaderNames() {
    List<String> names = Collections.list(super.getHeaderNames());
    return Collections.enumeration(
        names.stream().filter(name -> !isHiddenInAnyCase(name)).toList());
  }

  @Override
  public final long getDateHeader(String name) {
    return isHiddenInAnyCase(name) ? ABSENT : super.getDateHeader(name);
  }

  @Override
  public final int getIntHeader(String name) {
    return isHiddenInAnyCase(name) ? (int) ABSENT : super.getIntHeader(name);
  }

  private boolean isHiddenInAnyCase(String name) {
    return isHidden(name.toLowerCase(Locale.ROOT));
  }
}
