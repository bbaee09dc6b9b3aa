package io.pagenow.presence.bench;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * Clients that request snapshots. Each sends the next request as soon as it has the last response.
 * A server may end a connection after a number of responses: then the client opens another one.
 */
final class SnapshotLoad {

  private static final Duration WARM_UP = Duration.ofSeconds(3);
  private static final int LARGEST = 1 << 20;

  /**
   * The result of one measurement.
   *
   * @param perSecond snapshots a second, for all clients together
   * @param bytes the length of the last snapshot
   * @param cpuPerMillion CPU seconds for a million snapshots
   */
  record Rate(
      int clients, double perSecond, int bytes, Latency latency, Usage.Spent cpuPerMillion) {}

  private final Generator generator;
  private final Installation installation;
  private final int users;

  // Used only on the generator's thread.
  private Histogram latencies = new Histogram(3);
  private int bytes;
  private int nextUser;
  private boolean ended;
  private String failure = "";

  private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

  SnapshotLoad(Generator generator, Installation installation, int users) {
    this.generator = generator;
    this.installation = installation;
    this.users = users;
  }

  /**
   * Lets the given number of clients request snapshots, and measures them for the given time after
   * a warm-up.
   */
  Rate measure(int clients, Duration duration) {
    generator.run(() -> ended = false);
    for (int client = 0; client < clients; client++) {
      connect(client).syncUninterruptibly();
    }
    new WarmUp(installation).repeat(8, () -> LockSupport.parkNanos(WARM_UP.toNanos()));
    Usage.Reading before = installation.usage().read();
    generator.run(
        () -> {
          latencies = new Histogram(3);
          return null;
        });
    long start = System.nanoTime();
    LockSupport.parkNanos(duration.toNanos());
    Histogram taken = generator.run(() -> latencies.copy());
    double seconds = (System.nanoTime() - start) / 1e9;
    Usage.Spent spent = installation.usage().read().since(before);
    generator.run(() -> ended = true);
    channels.close().syncUninterruptibly();
    if (!failure.isEmpty()) {
      throw new IllegalStateException("A snapshot failed: " + failure);
    }
    double millions = Math.max(1, taken.getTotalCount()) / 1e6;
    return new Rate(
        clients,
        taken.getTotalCount() / seconds,
        bytes,
        Latency.of(taken),
        spent.times(1 / millions));
  }

  private ChannelFuture connect(int client) {
    return generator.connect(
        client,
        new ChannelInitializer<Channel>() {
          @Override
          protected void initChannel(Channel channel) {
            channel
                .pipeline()
                .addLast(
                    new HttpClientCodec(), new HttpObjectAggregator(LARGEST), new Answers(client));
          }
        });
  }

  /** One connection of a client. */
  private final class Answers extends SimpleChannelInboundHandler<FullHttpResponse> {

    private final int client;
    private long asked;

    Answers(int client) {
      this.client = client;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
      channels.add(context.channel());
      ask(context);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      if (!ended && failure.isEmpty()) {
        var unused = connect(client);
      }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpResponse answer) {
      latencies.recordValue((System.nanoTime() - asked) / 1_000);
      bytes = answer.content().readableBytes();
      if (answer.status().equals(HttpResponseStatus.OK)) {
        ask(context);
      } else {
        failure = answer.status().toString();
        var unused = context.close();
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      // The end of the measurement aborts open requests.
      failure = ended ? failure : cause.toString();
    }

    private void ask(ChannelHandlerContext context) {
      int user = nextUser++ % users;
      var request =
          new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, Endpoint.SNAPSHOTS);
      request.headers().set("Host", "127.0.0.1").set("Authorization", installation.token(user));
      asked = System.nanoTime();
      var unused = context.writeAndFlush(request, context.voidPromise());
    }
  }
}
