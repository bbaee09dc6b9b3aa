package io.pagenow.presence.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.pagenow.presence.model.UserId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Issues tokens like those of Cognito to any caller on this machine: for development and tests
 * only. It creates its key when it starts, and the private key never leaves the process.
 *
 * <p>{@code GET /.well-known/jwks.json} returns the public key. {@code GET /token?user=ID} returns
 * a new ID token for that user, as plain text. {@link CodeFlow} has the endpoints for a sign-in by
 * OAuth 2.
 */
public final class DevelopmentIssuer implements AutoCloseable {

  /** The app client id that the tokens have as audience. */
  public static final String AUDIENCE = "development";

  /** The group of the operators. */
  public static final String OPERATORS = "operators";

  private static final int SILENCE = 0;

  private final HttpServer server;
  private final URI issuer;
  private final AtomicInteger requests = new AtomicInteger();
  private volatile SigningKey key = SigningKey.create();
  private volatile int status = 200;

  private DevelopmentIssuer(HttpServer server) {
    this.server = server;
    this.issuer = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    server.createContext("/.well-known/jwks.json", this::keys);
    server.createContext("/token", this::token);
    CodeFlow flow = new CodeFlow(this::token);
    server.createContext("/oauth2/authorize", flow::authorize);
    server.createContext("/oauth2/token", flow::token);
  }

  /**
   * Starts an issuer.
   *
   * @param port the port on the loopback interface; 0 for any free port
   */
  public static DevelopmentIssuer start(int port) {
    try {
      InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
      HttpServer server = HttpServer.create(new InetSocketAddress(loopback, port), 0);
      DevelopmentIssuer issuer = new DevelopmentIssuer(server);
      server.start();
      return issuer;
    } catch (IOException e) {
      throw new UncheckedIOException("The token issuer cannot listen on port " + port, e);
    }
  }

  /** Returns the {@code iss} claim of its tokens. */
  public URI issuer() {
    return issuer;
  }

  /** Returns the address at which the issuer publishes its public key. */
  public URI jwks() {
    return issuer.resolve("/.well-known/jwks.json");
  }

  /** Returns the settings with which clients sign in at this issuer. */
  public Map<String, String> signIn() {
    return Map.of(
        "PRESENCE_SIGN_IN_URL", issuer.resolve("/oauth2/authorize").toString(),
        "PRESENCE_SIGN_IN_TOKEN_URL", issuer.resolve("/oauth2/token").toString(),
        "PRESENCE_SIGN_IN_CLIENT_ID", AUDIENCE);
  }

  /** Returns the current signing key, including the private key. */
  public RSAKey key() {
    return key.jwk();
  }

  /** Returns a valid token for the user. */
  public String token(UserId user) {
    return token(user, claims -> claims);
  }

  /** Changes the claims of a valid token for the user, and returns the signed token. */
  public String token(UserId user, UnaryOperator<JWTClaimsSet.Builder> change) {
    return sign(change.apply(new JWTClaimsSet.Builder(claims(user))).build());
  }

  /** Returns the claims of a valid token for the user. */
  public JWTClaimsSet claims(UserId user) {
    return DevelopmentClaims.of(user, issuer);
  }

  /** Signs any claims with the key of the issuer, without checking the claims. */
  public String sign(JWTClaimsSet claims) {
    return key.sign(claims);
  }

  /** Replaces the key. The issuer no longer publishes the old key. */
  public void rotate() {
    key = SigningKey.create();
  }

  /** Returns how often clients have requested the keys. */
  public int requests() {
    return requests.get();
  }

  /**
   * Answers all requests with this status from now on. Unless the status is 200, the response has
   * no body.
   */
  public void answerWith(int status) {
    this.status = status;
  }

  /** Accepts requests from now on, but never answers them. */
  public void hang() {
    status = SILENCE;
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void keys(HttpExchange exchange) throws IOException {
    requests.incrementAndGet();
    answer(exchange, 200, "application/json", new JWKSet(key.jwk()).toString());
  }

  private void token(HttpExchange exchange) throws IOException {
    // Pages of any local server may request tokens.
    exchange.getResponseHeaders().set("Access-Control-Allow-Origin", "*");
    exchange.getResponseHeaders().set("Cache-Control", "no-store");
    Optional<UserId> user = user(exchange.getRequestURI().getRawQuery());
    answer(
        exchange,
        user.isPresent() ? 200 : 400,
        "text/plain; charset=utf-8",
        user.map(this::token).orElse("Say whose token: /token?user=ID\n"));
  }

  private static Optional<UserId> user(@Nullable String query) {
    try {
      return UserId.parse(CodeFlow.parameters(query).getOrDefault("user", ""));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // an invalid percent escape
    }
  }

  private void answer(HttpExchange exchange, int normally, String type, String text)
      throws IOException {
    int now = status;
    if (now == SILENCE) {
      return; // The exchange stays open until the server stops.
    }
    try (exchange) {
      if (now != 200) {
        exchange.sendResponseHeaders(now, -1);
        return;
      }
      byte[] body = text.getBytes(UTF_8);
      exchange.getResponseHeaders().set("Content-Type", type);
      exchange.sendResponseHeaders(normally, body.length);
      exchange.getResponseBody().write(body);
    }
  }
}
