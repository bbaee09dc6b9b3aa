package io.pagenow.presence.protocol;

import java.util.Arrays;
import java.util.Locale;

/**
 * The kinds of problems in HTTP answers. Each has a URI, which leads to its explanation in the
 * application's page {@code problems.html}.
 */
public enum ProblemType {
  /** The request, its path or its headers cannot be read. */
  BAD_REQUEST(400),
  /** The request has no token. */
  TOKEN_MISSING(401),
  /** The token is not valid. */
  TOKEN_INVALID(401),
  /** The secret of the metrics is missing or wrong. */
  METRICS_SECRET(401),
  /** The caller may not do this. */
  FORBIDDEN(403),
  /** The caller is neither the user nor an accepted friend. */
  NOT_A_FRIEND(403),
  /** Pages of the origin may not call the API. */
  ORIGIN_NOT_ALLOWED(403),
  /** There is no such resource. */
  NOT_FOUND(404),
  /** The resource does not take this method. */
  METHOD_NOT_ALLOWED(405),
  /** The resource has no representation that the caller accepts. */
  NOT_ACCEPTABLE(406),
  /** The load balancer did not get the whole request in time. */
  REQUEST_TIMEOUT(408),
  /** The request is no handshake of a WebSocket. */
  UPGRADE_REQUIRED(426),
  /** The user has the maximum number of connections. */
  TOO_MANY_CONNECTIONS(429),
  /** The user waits for too many snapshots. */
  TOO_MANY_SNAPSHOTS(429),
  /** Another error of the client. */
  REQUEST_FAILED(400),
  /** A fault of the server. */
  INTERNAL_ERROR(500),
  /** The load balancer got no answer, or an unreadable one, from a node. */
  BAD_GATEWAY(502),
  /** A store or the token issuer does not answer, or the node is not ready. */
  UNAVAILABLE(503),
  /** A node did not answer the load balancer in time. */
  GATEWAY_TIMEOUT(504);

  private static final String PAGE = "/presence-api/problems.html#";

  private final int status;

  ProblemType(int status) {
    this.status = status;
  }

  /** Returns the usual HTTP status of the problem. */
  public int status() {
    return status;
  }

  /** Returns the URI, relative to the host, for example ending with {@code #token-missing}. */
  public String uri() {
    return PAGE + name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Returns the kind of problem that a status alone tells. */
  public static ProblemType of(int status) {
    return switch (status) {
      case 401 -> TOKEN_INVALID;
      case 429 -> REQUEST_FAILED;
      default ->
          Arrays.stream(values())
              .filter(type -> type.status == status)
              .findFirst()
              .orElse(status < 500 ? REQUEST_FAILED : INTERNAL_ERROR);
    };
  }
}
