package io.pagenow.presence.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an administrator may set, read once when the application starts: see {@link SettingsReader}
 * for the names, defaults and limits.
 *
 * @param timeout how long a user stays online without activity
 * @param reconnectGrace how long a user stays online whose last connection broke
 * @param origins web origins that may call, beside the application's own
 */
public record Settings(
    Duration timeout,
    Duration reconnectGrace,
    Set<String> origins,
    Tokens tokens,
    Redis redis,
    Sockets sockets) {

  /**
   * Whose tokens are taken.
   *
   * @param audience accepted app client ids; empty where any is
   */
  public record Tokens(String issuer, URI keys, Set<String> audience) {}

  /**
   * Redis: where it is written and where it is read, and who this is to it.
   *
   * @param authorities a file with certificates, whose holders vouch for Redis if there is TLS;
   *     null where those do that the JVM trusts
   * @param readers how many snapshots are read at once
   * @param partitions over how many parts of it the users are spread
   */
  public record Redis(
      Endpoint primary,
      Endpoint reader,
      @Nullable String username,
      @Nullable String password,
      boolean tls,
      @Nullable Path authorities,
      int readers,
      int partitions) {

    /** Whether it is read elsewhere than it is written. */
    public boolean hasReplica() {
      return !reader.equals(primary);
    }

    /** Omits the password: settings get into logs and into messages of exceptions. */
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

  /** A host and a port. */
  public record Endpoint(String host, int port) {}

  /**
   * The limits of sockets.
   *
   * @param maxMessageBytes the longest message, in bytes of UTF-8
   * @param messagesPerSecond how many messages a connection may send in the long run
   * @param messageBurst how many it may send at once
   * @param maxConnections how many connections a user may have
   * @param pingInterval how often peers are pinged; one is dead after three without an answer
   * @param friendsRefresh how often the friends of connected users are read
   */
  public record Sockets(
      int maxMessageBytes,
      int messagesPerSecond,
      int messageBurst,
      int maxConnections,
      Duration pingInterval,
      Duration friendsRefresh) {}
}
