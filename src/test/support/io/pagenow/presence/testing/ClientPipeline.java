package io.pagenow.presence.testing;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The channel handlers of a {@link WebSocketClient}. */
final class ClientPipeline extends ChannelInitializer<Channel> {

  private static final int LARGEST = 1 << 20;

  /** The client library waits as long for the answer to a handshake ({@code client/rest.js}). */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final WebSocketClientProtocolConfig config;
  private final ClientFrames frames;

  /**
   * @param origin the {@code Origin} header; null for none
   * @param protocols the offered subprotocols, separated by commas; null for none
   * @param frames handles the frames of the open connection
   */
  ClientPipeline(
      URI address, @Nullable String origin, @Nullable String protocols, ClientFrames frames) {
    this.frames = frames;
    HttpHeaders headers = new DefaultHttpHeaders();
    if (origin != null) {
      headers.set(HttpHeaderNames.ORIGIN, origin);
    }
    this.config =
        WebSocketClientProtocolConfig.newBuilder()
            .webSocketUri(address)
            .customHeaders(headers)
            .subprotocol(protocols)
            .generateOriginHeader(false)
            .maxFramePayloadLength(LARGEST)
            .handshakeTimeoutMillis(PATIENCE.toMillis())
            .handleCloseFrames(false)
            .sendCloseFrame(null)
            .withUTF8Validator(false)
            .build();
  }

  @Override
  protected void initChannel(Channel opening) {
    opening
        .pipeline()
        .addLast(
            new HttpClientCodec(),
            new HttpObjectAggregator(LARGEST),
            new WebSocketClientProtocolHandler(config),
            new WebSocketFrameAggregator(LARGEST),
            frames);
  }
}
