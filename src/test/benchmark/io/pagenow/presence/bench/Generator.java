package io.pagenow.presence.bench;

import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static org.awaitility.Awaitility.await;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.pagenow.presence.testing.EventLoops;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionTimeoutException;

/**
 * The connections of all users, on one thread. Its CPU time is small compared with that of the
 * servers, and the report contains it.
 */
final class Generator implements AutoCloseable, Client.Listener {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final EventLoopGroup group;
  private final EventLoop loop;
  private final Installation installation;

  // Used only on the loop's thread.
  private final Client[] clients;
  private Client.Listener listener = new NoListener();
  private final Queue<Client> toOpen = new ArrayDeque<>();
  private int atOnce;
  private int opening;
  private int open;
  private int refused;
  private boolean connecting;
  private String reason = "";

  /**
   * Creates the clients of all users of an installation. None of them is connected yet.
   *
   * @param atOnce the maximum number of connections that are opened at the same time
   */
  Generator(Installation installation, int users, int atOnce) {
    this.group = EventLoops.start(1);
    this.loop = group.next();
    this.installation = installation;
    this.atOnce = atOnce;
    this.clients = IntStream.range(0, users).mapToObj(this::client).toArray(Client[]::new);
  }

  private Client client(int user) {
    String host = "http://127.0.0.1:" + installation.port(user);
    return new Client(user, URI.create(host + installation.socketPath(user)), this);
  }

  /**
   * Opens all connections that are not open. A client that is refused or closed again reconnects,
   * as real clients do.
   *
   * @return how many connections were refused or closed meanwhile
   */
  int connect() {
    run(
        () -> {
          refused = 0;
          connecting = true;
          Arrays.stream(clients).filter(client -> !client.isOpen()).forEach(toOpen::add);
          openMore();
          return null;
        });
    return awaitOpen();
  }

  /** Waits until all connections are open. Returns how many were refused or closed meanwhile. */
  private int awaitOpen() {
    try {
      await("sockets").atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(this::isSettled);
    } catch (ConditionTimeoutException e) {
      throw new IllegalStateException(run(() -> open + " sockets are open: " + reason), e);
    }
    return run(
        () -> {
          connecting = false;
          return refused;
        });
  }

  /**
   * Breaks the connections of the first users, spread evenly over the given time. Each client
   * reconnects at once.
   */
  void breakAndConnect(int users, Duration within) {
    int ordinarily = run(() -> atOnce);
    CountDownLatch broken = new CountDownLatch(users);
    run(
        () -> {
          atOnce = clients.length;
          connecting = true;
          for (int user = 0; user < users; user++) {
            Client client = clients[user];
            var unused =
                loop.schedule(
                    () -> {
                      client.breakOff();
                      broken.countDown();
                    },
                    within.toNanos() * user / users,
                    NANOSECONDS);
          }
          return null;
        });
    await("breaks").until(() -> broken.getCount() == 0);
    awaitOpen();
    run(() -> atOnce = ordinarily);
  }

  /** Closes all connections gracefully. */
  void disconnect() {
    run(
        () -> {
          Arrays.stream(clients).forEach(Client::close);
          return null;
        });
    await("no sockets").atMost(PATIENCE).until(() -> run(() -> open) == 0);
  }

  /** Replaces the listener of all clients. */
  void listen(Client.Listener next) {
    run(
        () -> {
          listener = next;
          return null;
        });
  }

  int open() {
    return run(() -> open);
  }

  EventLoop loop() {
    return loop;
  }

  Client of(int user) {
    return clients[user];
  }

  /** Runs a task on the generator's thread and waits for its result. */
  <T> T run(Callable<T> task) {
    try {
      return loop.submit(task).get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  @Override
  public void close() {
    run(() -> connecting = false); // Otherwise, the closed clients would reconnect.
    group.shutdownGracefully().syncUninterruptibly();
  }

  private boolean isSettled() {
    return run(() -> open == clients.length);
  }

  private void openMore() {
    while (opening < atOnce && !toOpen.isEmpty()) {
      opening++;
      toOpen.remove().open(loop);
    }
  }

  /** Opens a TCP connection to the server of a user. */
  ChannelFuture connect(int user, ChannelHandler handler) {
    return EventLoops.bootstrap(loop)
        .handler(handler)
        .connect(InetAddress.getLoopbackAddress(), installation.port(user));
  }

  @Override
  public void opened(Client client) {
    opening--;
    open++;
    openMore();
    listener.opened(client);
  }

  @Override
  public void closed(Client client, boolean wasOpen, String why) {
    reason = why;
    if (wasOpen) {
      open--;
    } else {
      opening--;
    }
    if (connecting) {
      refused++;
      toOpen.add(client);
      openMore();
    }
    listener.closed(client, wasOpen, why);
  }

  @Override
  public void updated(int receiver, int about, long sequence, long time) {
    listener.updated(receiver, about, sequence, time);
  }

  @Override
  public void timedOut(int receiver, int about, long time) {
    listener.timedOut(receiver, about, time);
  }

  @Override
  public void refused(String error) {
    listener.refused(error);
  }
}
