package io.pagenow.presence.bench;

import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static org.awaitility.Awaitility.await;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.pagenow.presence.testing.EventLoops;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionTimeoutException;

/**
 * The connections of all users, on one thread. Its CPU time is small compared with that of the
 * servers, and the report contains it.
 */
final class Generator implements AutoCloseable, Client.Listener {

  private static final Duration PATIENCE = Duration.ofMinutes(30);

  private final EventLoopGroup group;
  private final EventLoop loop;
  private final int first;

  // Used only on the loop's thread.
  private final Client[] clients;
  private List<Client.Listener> listeners = List.of();
  private final OpeningQueue queue;

  /**
   * Creates the clients of some users. None of them is connected yet.
   *
   * @param endpoints where each user connects
   * @param first the first user
   * @param count the number of users
   * @param atOnce the maximum number of connections that are opened at the same time
   */
  Generator(IntFunction<Endpoint> endpoints, int first, int count, int atOnce) {
    this.group = EventLoops.start(1);
    this.loop = group.next();
    this.queue = new OpeningQueue(loop, atOnce);
    this.first = first;
    this.clients =
        IntStream.range(first, first + count)
            .mapToObj(user -> new Client(user, endpoints.apply(user), this))
            .toArray(Client[]::new);
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
          queue.start(Arrays.stream(clients).filter(client -> !client.isOpen()).toList());
          return null;
        });
    return awaitOpen();
  }

  /** Waits until all connections are open. Returns how many were refused or closed meanwhile. */
  private int awaitOpen() {
    try {
      await("sockets")
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(20))
          .until(() -> open() == clients.length);
    } catch (ConditionTimeoutException e) {
      throw new IllegalStateException(
          run(() -> queue.open() + " sockets are open: " + queue.reason()), e);
    }
    return run(queue::stop);
  }

  /**
   * Breaks the connections of the first users, spread evenly over the given time. Each client
   * reconnects at once.
   */
  void breakAndConnect(int users, Duration within) {
    CountDownLatch broken = new CountDownLatch(users);
    run(
        () -> {
          queue.reopenAtOnce();
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
  }

  /** Closes all connections gracefully. */
  void disconnect() {
    run(
        () -> {
          Arrays.stream(clients).forEach(Client::close);
          return null;
        });
    await("no sockets").atMost(PATIENCE).until(() -> run(queue::open) == 0);
  }

  /** Replaces the listeners to all clients. */
  void listen(Client.Listener... next) {
    run(() -> listeners = List.of(next));
  }

  /** Opens a client again that was closed while no call of {@link #connect()} was waiting. */
  void reopen(Client client) {
    queue.open(client);
  }

  int open() {
    return run(queue::open);
  }

  EventLoop loop() {
    return loop;
  }

  Client of(int user) {
    return clients[user - first];
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
    run(queue::stop); // Otherwise, the closed clients would reconnect.
    group.shutdownGracefully().syncUninterruptibly();
  }

  /** Opens a TCP connection to the server of a user. */
  ChannelFuture connect(int user, ChannelHandler handler) {
    return EventLoops.bootstrap(loop)
        .handler(handler)
        .connect(InetAddress.getLoopbackAddress(), of(user).address().getPort());
  }

  @Override
  public void opened(Client client) {
    queue.opened();
    listeners.forEach(listener -> listener.opened(client));
  }

  @Override
  public void closed(Client client, boolean wasOpen, String why) {
    queue.closed(client, wasOpen, why);
    listeners.forEach(listener -> listener.closed(client, wasOpen, why));
  }

  @Override
  public void updated(int receiver, int about, long sequence, long time) {
    for (Client.Listener listener : listeners) {
      listener.updated(receiver, about, sequence, time);
    }
  }

  @Override
  public void timedOut(int receiver, int about, long time) {
    listeners.forEach(listener -> listener.timedOut(receiver, about, time));
  }

  @Override
  public void refused(String error) {
    listeners.forEach(listener -> listener.refused(error));
  }
}
