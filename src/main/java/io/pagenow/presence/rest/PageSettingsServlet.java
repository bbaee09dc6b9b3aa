package io.pagenow.presence.rest;

import io.pagenow.presence.config.Settings;
import io.pagenow.presence.protocol.PageSettings;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Serial;
import java.net.URI;

/**
 * Returns the public settings of the live page and the browser extension, without a token. Pages of
 * every origin may read them, so that a client can check the address of a server.
 */
@WebServlet("/page-settings")
@SuppressWarnings("NullAway.Init") // The container injects.
public class PageSettingsServlet extends HttpServlet {

  @Serial private static final long serialVersionUID = 1L;

  @Inject private transient Settings settings;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setHeader("Access-Control-Allow-Origin", "*");
    response.setHeader("Cache-Control", "no-store");
    response.setContentType("application/json");
    response.setCharacterEncoding("UTF-8");
    response.getWriter().write(settings().json());
  }

  private PageSettings settings() {
    Settings.Pages pages = settings.pages();
    Settings.SignIn signIn = pages.signIn();
    URI images = pages.profileImages();
    return new PageSettings(
        settings.tokens().issuer(),
        signIn == null
            ? null
            : new PageSettings.SignIn(
                signIn.authorize().toString(), signIn.token().toString(), signIn.clientId()),
        images == null ? null : images.toString());
  }
}
