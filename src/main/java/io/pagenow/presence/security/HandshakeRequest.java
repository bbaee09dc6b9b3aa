package io.pagenow.presence.security;

import io.pagenow.presence.http.ClientName;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A handshake of a verified caller, without the token. Servers keep copies of the query and the
 * principal as long as the socket is open. Without the token these copies take less memory and
 * contain no secret.
 */
final class HandshakeRequest extends AuthenticatedRequest {

  HandshakeRequest(HttpServletRequest request, CallerToken caller) {
    super(request, caller);
  }

  @Override
  public @Nullable String getQueryString() {
    return null;
  }

  /** Returns the parameter {@code client}, and null for any other name. */
  @Override
  public @Nullable String getParameter(String name) {
    return name.equals(ClientName.PARAMETER)
        ? ClientName.in(((HttpServletRequest) getRequest()).getQueryString())
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
