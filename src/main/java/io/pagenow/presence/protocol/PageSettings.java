package io.pagenow.presence.protocol;

import org.jspecify.annotations.Nullable;

/**
 * What the live page and the browser extension need to know before a user signs in: {@code
 * {"issuer","signIn":{"authorize","token","clientId"}|null,"profileImages"|null}}. All of it is
 * public.
 *
 * @param issuer the token issuer that the server trusts
 * @param signIn how users sign in; null if they enter a token
 * @param profileImages the base URL of the profile images; null if there are none
 */
public record PageSettings(String issuer, @Nullable SignIn signIn, @Nullable String profileImages) {

  /**
   * The endpoints of OAuth 2 for public clients.
   *
   * @param authorize the address of the page on which users sign in
   * @param token the address at which clients exchange the code for a token
   * @param clientId the id of the app client
   */
  public record SignIn(String authorize, String token, String clientId) {}

  public String json() {
    return Json.object(
        json -> {
          json.write("issuer", issuer);
          if (signIn == null) {
            json.writeNull("signIn");
          } else {
            json.writeStartObject("signIn")
                .write("authorize", signIn.authorize())
                .write("token", signIn.token())
                .write("clientId", signIn.clientId())
                .writeEnd();
          }
          if (profileImages == null) {
            json.writeNull("profileImages");
          } else {
            json.write("profileImages", profileImages);
          }
        });
  }
}
