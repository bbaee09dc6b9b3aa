package io.pagenow.presence.bench;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;

/**
 * A bare server for the same deliveries: what Netty can do if it does nothing else. Like {@link
 * BaselineEndpoint} it has the friendships in memory, and uses no token, no store and no other
 * node. It gathers by receiver: see {@link NettyOutlet}.
 */
public final class NettyServer {

  private static final int BACKLOG = 1_024;
  private static final int LARGEST = 1 << 16;

  private NettyServer() {}

  /**
   * Starts the server on the loopback interface, until its process is ended.
   *
   * @param args the port, and the arguments of {@link Graph#random}
   */
  public static void main(String[] args) throws InterruptedException {
    Graph graph =
        Graph.random(Integer.parseInt(args[1]), Integer.parseInt(args[2]), Long.parseLong(args[3]));
    NettyConversations conversations = new NettyConversations(graph);
    NettySnapshots snapshots = new NettySnapshots();
    WebSocketServerProtocolConfig config =
        WebSocketServerProtocolConfig.newBuilder()
            .websocketPath(Endpoint.SOCKET)
            .checkStartsWith(true)
            .maxFramePayloadLength(LARGEST)
            .build();
    start(
            Integer.parseInt(args[0]),
            new ChannelInitializer<>() {
              @Override
              protected void initChannel(Channel channel) {
                channel
                    .pipeline()
                    .addLast(
                        new HttpServerCodec(),
                        new HttpObjectAggregator(LARGEST),
                        snapshots,
                        new WebSocketServerProtocolHandler(config),
                        conversations);
              }
            })
        .closeFuture()
        .sync();
  }

  private static Channel start(int port, ChannelInitializer<Channel> initializer)
      throws InterruptedException {
    boolean epoll = Epoll.isAvailable();
    EventLoopGroup loops =
        new MultiThreadIoEventLoopGroup(
            Runtime.getRuntime().availableProcessors(),
            epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
    return new ServerBootstrap()
        .group(loops)
        .channel(epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class)
        .option(ChannelOption.SO_BACKLOG, BACKLOG)
        .childOption(ChannelOption.TCP_NODELAY, true)
        .childHandler(initializer)
        .bind("127.0.0.1", port)
        .sync()
        .channel();
  }
}
