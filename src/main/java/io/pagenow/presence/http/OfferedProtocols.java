package io.pagenow.presence.http;

import io.pagenow.presence.model.ProtocolVersion;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The subprotocols that a handshake offers. One of them may contain the token, as browsers cannot
 * set other headers of a handshake.
 */
public final class OfferedProtocols {

  public static final String HEADER = "Sec-WebSocket-Protocol";

  private static final String BEARER = "bearer.";
  private static final Pattern COMMA = Pattern.compile(",");

  private final List<String> offered;

  private OfferedProtocols(List<String> offered) {
    this.offered = offered;
  }

  public static OfferedProtocols of(HttpServletRequest request) {
    return new OfferedProtocols(
        Collections.list(request.getHeaders(HEADER)).stream()
            .flatMap(COMMA::splitAsStream)
            .map(String::strip)
            .filter(protocol -> !protocol.isEmpty())
            .map(OfferedProtocols::constant)
            .toList());
  }

  /** The server keeps the selected subprotocol with each open connection: one text for all. */
  private static String constant(String protocol) {
    return protocol.equals(ProtocolVersion.V2_SUBPROTOCOL)
        ? ProtocolVersion.V2_SUBPROTOCOL
        : protocol;
  }

  /** Returns the newest protocol version that the client offers. */
  public ProtocolVersion version() {
    return offered.contains(ProtocolVersion.V2_SUBPROTOCOL)
        ? ProtocolVersion.V2
        : ProtocolVersion.V1;
  }

  /** Returns the token of the first {@code bearer.<token>}; empty if there is none. */
  public Optional<String> token() {
    return offered.stream()
        .filter(OfferedProtocols::isToken)
        .map(protocol -> protocol.substring(BEARER.length()))
        .filter(token -> !token.isEmpty())
        .findFirst();
  }

  /** Returns the subprotocols without tokens. */
  public List<String> withoutTokens() {
    return offered.stream().filter(protocol -> !isToken(protocol)).toList();
  }

  private static boolean isToken(String protocol) {
    return protocol.startsWith(BEARER);
  }
}
