package io.pagenow.presence.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.security.Principal;

/** A request with the verified caller as its principal. */
class AuthenticatedRequest extends HttpServletRequestWrapper {

  private final Principal caller;

  AuthenticatedRequest(HttpServletRequest request, Principal caller) {
    super(request);
    this.caller = caller;
  }

  @Override
  public Principal getUserPrincipal() {
    return caller;
  }

  @Override
  public String getRemoteUser() {
    return caller.getName();
  }
}
