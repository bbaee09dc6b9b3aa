package io.pagenow.presence.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The settings of the application, read once at startup. {@link SettingsReader} has the names,
 * defaults and limits. Immutable.
 *
 * @param timeout the time without activity after which a user is idle
 * @param reconnectGrace the grace period: how long a user stays online after the last connection
 *     broke
 * @param origins the allowed web origins, in addition to the application's own
 * @param pages the settings of the live page and the browser extension
 */
public record Settings(
    Duration timeout,
    Duration reconnectGrace,
    Set<String> origins,
    Tokens tokens,
    Sharing sharing,
    Redis redis,
    Sockets sockets,
    Pages pages,
    Operations operations) {

  /**
   * The rules for tokens.
   *
   * @param issuer the accepted issuer
   * @param keys the address of the issuer's public keys (JWKS)
   * @param audience the accepted app client ids; empty if all are accepted
   * @param grace how long a version 1 connection stays open after its token expired
   * @param inUrl whether a handshake may have its token in the query
   */
  public record Tokens(
      String issuer, URI keys, Set<String> audience, Duration grace, boolean inUrl) {}

  /**
   * What friends see of urls.
   *
   * @param enforced whether the sharing rules of the users are enforced
   * @param queriesStripped whether query and fragment are removed from every url
   */
  public record Sharing(boolean enforced, boolean queriesStripped) {}

  /**
   * The endpoints of Redis and the credentials for it.
   *
   * @param authorities PEM file of the CA certificates to trust for TLS; null for those that the
   *     JVM trusts
   * @param readers how many snapshots are read concurrently
   * @param partitions the number of partitions over which the users are spread
   * @param numberedPartitions whether the hash tags of partitions are the numbers from 0
   */
  public record Redis(
      Endpoint primary,
      Endpoint reader,
      @Nullable String username,
      @Nullable String password,
      boolean tls,
      @Nullable Path authorities,
      int readers,
      int partitions,
      boolean numberedPartitions) {

    /** Returns whether reads use another endpoint than writes. */
    public boolean hasReplica() {
      return !reader.equals(primary);
    }

    /** Omits the password, because settings appear in logs and in exception messages. */
    @Override
    public String toString() {
      return "Redis[primary=%s, reader=%s, username=%s, password=%s, tls=%s, authorities=%s, readers=%s, partitions=%s]"
          .formatted(
              primary,
              reader,
              username,
              password == null ? "none" : "(hidden)",
              tls,
              authorities,
              readers,
              partitions);
    }
  }

  /**
   * The settings of the live page and the browser extension. All of them are public.
   *
   * @param signIn how users sign in; null if they enter a token
   * @param profileImages the base URL of the profile images; null if there are none
   */
  public record Pages(@Nullable SignIn signIn, @Nullable URI profileImages) {}

  /**
   * The endpoints of OAuth 2 for public clients: the code flow with PKCE.
   *
   * @param authorize the address of the page on which users sign in
   * @param token the address at which clients exchange the code for a token
   * @param clientId the id of the app client
   */
  public record SignIn(URI authorize, URI token, String clientId) {}

  /**
   * What operators may see and do.
   *
   * @param metricsSecret the secret with which the metrics are read; null if no one may read them
   * @param operatorGroup the group of the operators in the claim {@code cognito:groups}; null if
   *     there are none
   * @param history for how long the history of users is kept; zero if there is none
   * @param rehearsal for how long a node rehearses handshakes when it starts, at most; zero if it
   *     does not
   */
  public record Operations(
      @Nullable String metricsSecret,
      @Nullable String operatorGroup,
      Duration history,
      Duration rehearsal) {

    /** Omits the secret, because settings appear in logs and in exception messages. */
    @Override
    public String toString() {
      return "Operations[metricsSecret=%s, operatorGroup=%s, history=%s, rehearsal=%s]"
          .formatted(
              metricsSecret == null ? "none" : "(hidden)", operatorGroup, history, rehearsal);
    }
  }

  /** A host and a port. */
  public record Endpoint(String host, int port) {}

  /**
   * The limits of connections.
   *
   * @param maxMessageBytes the maximum size of a message, in bytes of UTF-8
   * @param messagesPerSecond how many messages a second a connection may send on average
   * @param messageBurst how many messages a connection may send at once
   * @param maxConnections how many connections a user may have at a time
   * @param pingInterval the time between pings; a connection is closed after three intervals
   *     without an answer
   * @param friendsRefresh how often a node reads the friend lists of connected users
   */
  public record Sockets(
      int maxMessageBytes,
      int messagesPerSecond,
      int messageBurst,
      int maxConnections,
      Duration pingInterval,
      Duration friendsRefresh) {}
}
