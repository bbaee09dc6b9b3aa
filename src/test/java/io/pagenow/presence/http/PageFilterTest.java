package io.pagenow.presence.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.config.Settings.Pages;
import io.pagenow.presence.config.Settings.SignIn;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageFilterTest {

  private static final Pages NONE = new Pages(null, null);

  private static final String OWN =
      PageFilter.contentSecurityPolicy("https://cognito-idp.eu-west-1.amazonaws.com/pool", NONE);

  @Test
  void aPageMayConnectToItsOwnServerOnly() {
    assertEquals(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
            + " manifest-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        OWN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://127.0.0.1:40123", "http://localhost", "http://localhost:8180"})
  void aPageMayConnectToAnIssuerOnTheSameMachine(String issuer) {
    assertTrue(
        PageFilter.contentSecurityPolicy(issuer, NONE)
            .contains("connect-src 'self' " + issuer + ";"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://issuer.example.com",
        "https://127.0.0.1:40123",
        "http://127.0.0.1.example.com",
        "http://localhost:8180/realms/demo",
        "http://a;script-src@127.0.0.1",
        "http://127.0.0.1:1; script-src *",
        "nonsense",
      })
  void aPageMayNotConnectToAnyOtherIssuer(String issuer) {
    assertEquals(OWN, PageFilter.contentSecurityPolicy(issuer, NONE));
  }

  @Test
  void aPageMayRequestTokensAndImagesFromTheConfiguredAddresses() {
    SignIn signIn =
        new SignIn(
            URI.create("https://login.example.com/oauth2/authorize"),
            URI.create("https://login.example.com:8443/oauth2/token"),
            "client");
    String policy =
        PageFilter.contentSecurityPolicy(
            "https://issuer.example.com",
            new Pages(signIn, URI.create("https://images.example.com/profile/")));

    assertTrue(policy.contains("img-src 'self' https://images.example.com;"), policy);
    assertTrue(policy.contains("connect-src 'self' https://login.example.com:8443;"), policy);
  }
}
