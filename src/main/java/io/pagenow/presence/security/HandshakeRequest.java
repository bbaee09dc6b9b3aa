package io.pagenow.presence.security;

import io.pagenow.presence.http.ClientName;
import io.pagenow.presence.http.OfferedProtocols;
import io.pagenow.presence.http.QueryParameter;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A handshake of a verified caller, without the token. Servers keep copies of the query, the
 * headers and the principal as long as the socket is open. Without the token these copies take less
 * memory and contain no secret.
 */
final class HandshakeRequest extends AuthenticatedRequest {

  private static final String SINCE = "since";

  HandshakeRequest(HttpServletRequest request, CallerToken caller) {
    super(request, caller);
  }

  @Override
  public @Nullable String getHeader(String name) {
    List<String> values = values(name);
    return values.isEmpty() ? null : values.get(0);
  }

  @Override
  public Enumeration<String> getHeaders(String name) {
    return Collections.enumeration(values(name));
  }

  @Override
  public Enumeration<String> getHeaderNames() {
    return Collections.enumeration(
        Collections.list(super.getHeaderNames()).stream()
            .filter(name -> getHeader(name) != null)
            .toList());
  }

  private List<String> values(String name) {
    if (name.equalsIgnoreCase("Authorization")) {
      return List.of();
    }
    if (name.equalsIgnoreCase(OfferedProtocols.HEADER)) {
      List<String> offered = OfferedProtocols.of((HttpServletRequest) getRequest()).withoutTokens();
      return offered.isEmpty() ? List.of() : List.of(String.join(", ", offered));
    }
    return Collections.list(super.getHeaders(name));
  }

  @Override
  public @Nullable String getQueryString() {
    return null;
  }

  /** Returns the parameters {@code since} and {@code client}, and null for any other name. */
  @Override
  public @Nullable String getParameter(String name) {
    return name.equals(SINCE) || name.equals(ClientName.PARAMETER)
        ? QueryParameter.first(name, ((HttpServletRequest) getRequest()).getQueryString())
        : null;
  }

  @Override
  public Map<String, String[]> getParameterMap() {
    return Map.of();
  }

  @Override
  public Enumeration<String> getParameterNames() {
    return Collections.emptyEnumeration();
  }

  @Override
  public String @Nullable [] getParameterValues(String name) {
    return null;
  }
}
