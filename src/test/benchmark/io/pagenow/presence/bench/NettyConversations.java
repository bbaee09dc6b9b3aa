package io.pagenow.presence.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler.HandshakeComplete;
import io.netty.util.AttributeKey;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** Delivers the updates of each user to the user and the friends. */
@Sharable
final class NettyConversations extends SimpleChannelInboundHandler<TextWebSocketFrame> {

  private static final AttributeKey<User> USER = AttributeKey.valueOf("user");

  private static final int FINAL_TEXT = 0x81;
  private static final int LENGTH_OF_TWO_BYTES = 126;

  private record User(int number, String id, NettyOutlet outlet) {}

  private final Graph graph;
  private final AtomicReferenceArray<@Nullable NettyOutlet> outlets;

  NettyConversations(Graph graph) {
    this.graph = graph;
    this.outlets = new AtomicReferenceArray<>(graph.users());
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof HandshakeComplete complete) {
      String address = complete.requestUri();
      int number = Integer.parseInt(address.substring(address.indexOf('=') + 1));
      User user = new User(number, Texts.user(number), new NettyOutlet(context.channel()));
      context.channel().attr(USER).set(user);
      outlets.set(number, user.outlet());
    }
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, TextWebSocketFrame frame) {
    User user = context.channel().attr(USER).get();
    String event = Texts.event(user.id(), frame.text());
    ByteBuf encoded = encode(context.alloc(), event);
    send(user.number(), encoded);
    sendToFriends(user, encoded);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    User user = context.channel().attr(USER).get();
    if (user != null) {
      // A broken connection may be closed after its user has reconnected.
      outlets.compareAndSet(user.number(), user.outlet(), null);
      sendToFriends(user, encode(context.alloc(), Texts.timeout(user.id())));
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    var unused = context.close();
  }

  /** Sends a frame to all friends, and releases it. */
  private void sendToFriends(User user, ByteBuf frame) {
    for (int friend : graph.friendsOf(user.number())) {
      send(friend, frame);
    }
    frame.release();
  }

  private void send(int receiver, ByteBuf frame) {
    NettyOutlet outlet = outlets.get(receiver);
    if (outlet != null) {
      outlet.send(frame.retainedDuplicate());
    }
  }

  /** Encodes the frame once for all receivers. */
  private static ByteBuf encode(ByteBufAllocator allocator, String text) {
    ByteBuf frame = allocator.directBuffer(text.length() + 4).writeByte(FINAL_TEXT);
    if (text.length() < LENGTH_OF_TWO_BYTES) {
      frame.writeByte(text.length());
    } else {
      frame.writeByte(LENGTH_OF_TWO_BYTES).writeShort(text.length());
    }
    frame.writeCharSequence(text, US_ASCII);
    return frame;
  }
}
