package io.pagenow.presence.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;

/** Answers each request for a snapshot with the constant text of the baseline. */
@Sharable
final class NettySnapshots extends SimpleChannelInboundHandler<FullHttpRequest> {

  private static final ByteBuf ANSWER =
      Unpooled.unreleasableBuffer(
          Unpooled.directBuffer().writeBytes(BaselineResource.ANSWER.getBytes(US_ASCII)));

  @Override
  public boolean acceptInboundMessage(Object message) {
    return message instanceof FullHttpRequest request && request.uri().equals(Endpoint.SNAPSHOTS);
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
    var response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1, HttpResponseStatus.OK, ANSWER.duplicate());
    response
        .headers()
        .set("Content-Type", "application/json")
        .set("Content-Length", ANSWER.readableBytes());
    var unused = context.writeAndFlush(response, context.voidPromise());
  }
}
