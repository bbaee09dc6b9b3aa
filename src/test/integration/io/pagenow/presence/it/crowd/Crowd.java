package io.pagenow.presence.it.crowd;

import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static org.awaitility.Awaitility.await;

import io.pagenow.presence.model.UserId;
import io.pagenow.presence.testing.People;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Simulated users that send page updates in turn at a fixed rate, even if the servers fall behind.
 * The events that each user receives are checked against the updates that were sent.
 *
 * <p>The users form a ring: the {@value #FRIENDS} nearest neighbours of each user are its friends.
 */
public final class Crowd implements AutoCloseable {

  /** The number of friends that each user has among these users; an even number. */
  public static final int FRIENDS = 10;

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final List<UserId> users;
  private final List<CrowdUser> members = new ArrayList<>();
  private final ReceivedEvents receivedEvents;
  private final Reconnects returns = new Reconnects();
  private final AtomicInteger next = new AtomicInteger();

  private Crowd(List<UserId> users) {
    this.users = users;
    this.receivedEvents = new ReceivedEvents(users, FRIENDS);
  }

  /**
   * Makes the users friends and connects them.
   *
   * @param users users without friends
   * @param nodes addresses of the nodes, to which the users connect in turn
   */
  public static Crowd connect(
      List<UserId> users, People people, Function<UserId, String> tokens, List<URI> nodes)
      throws Exception {
    return of(users, people).connectAll(tokens, nodes, false);
  }

  /**
   * Like {@link #connect}, but the clients reconnect when their connection ends. After a close code
   * of 1012, they reconnect to the next node.
   */
  public static Crowd connectReturning(
      List<UserId> users, People people, Function<UserId, String> tokens, List<URI> nodes)
      throws Exception {
    return of(users, people).connectAll(tokens, nodes, true);
  }

  private static Crowd of(List<UserId> users, People people) throws SQLException {
    for (int step = 1; step <= FRIENDS / 2; step++) {
      List<UserId> others = new ArrayList<>(users);
      Collections.rotate(others, -step);
      people.befriendAll(users, others);
    }
    return new Crowd(users);
  }

  private Crowd connectAll(Function<UserId, String> tokens, List<URI> nodes, boolean reconnecting) {
    for (int user = 0; user < users.size(); user++) {
      int receiver = user;
      Consumer<String> onMessage = text -> receivedEvents.received(receiver, text);
      members.add(
          new CrowdUser(
              clock,
              nodes,
              user % nodes.size(),
              tokens.apply(users.get(user)),
              reconnecting ? onMessage.andThen(returns::received) : onMessage,
              reconnecting ? returns : null));
    }
    return this;
  }

  public List<UserId> users() {
    return users;
  }

  /**
   * Sends updates at a rate, then waits until every friend has received the last update of each
   * user.
   *
   * @param rate updates a second, of all users together
   */
  public ReceivedEvents.Figures sendUpdates(int rate, Duration time) {
    return sendUpdates(rate, time, "");
  }

  /**
   * Like {@link #sendUpdates(int, Duration)}, but repeats up to three times until the p99 is within
   * a limit. Other load on the machine only adds latency, so one good measurement is enough.
   *
   * @param limit in milliseconds
   */
  public ReceivedEvents.Figures sendUpdatesWithin(double limit, int rate, Duration time) {
    ReceivedEvents.Figures figures = sendUpdates(rate, time);
    for (int attempt = 1; attempt < 3 && figures.p99() > limit; attempt++) {
      figures = sendUpdates(rate, time);
    }
    return figures;
  }

  /**
   * Like {@link #sendUpdates(int, Duration)}, with longer URLs.
   *
   * @param padding the path of each URL
   */
  public ReceivedEvents.Figures sendUpdates(int rate, Duration time, String padding) {
    receivedEvents.begin();
    int updates = (int) (rate * time.toSeconds());
    long pause = Duration.ofSeconds(1).toNanos() / rate;
    AtomicInteger sent = new AtomicInteger();
    long start = System.nanoTime();
    var sending =
        clock.scheduleAtFixedRate(
            () -> {
              int index = sent.get();
              if (index < updates) {
                sendUpdate(start + index * pause, padding);
                sent.incrementAndGet();
              }
            },
            0,
            pause,
            NANOSECONDS);
    try {
      await().atMost(time.plus(PATIENCE)).until(() -> sent.get() == updates);
      await().atMost(PATIENCE).until(receivedEvents::isComplete);
    } finally {
      sending.cancel(false);
    }
    return receivedEvents.figures();
  }

  private void sendUpdate(long due, String padding) {
    int user = next.getAndUpdate(last -> (last + 1) % users.size());
    members.get(user).update(receivedEvents.sent(user, due), padding);
  }

  /** Returns how many users are not connected. */
  public long lost() {
    return members.stream().filter(member -> !member.isConnected()).count();
  }

  /** Returns the counts of lost connections and reconnects. */
  public Reconnects returns() {
    return returns;
  }

  @Override
  public void close() {
    members.forEach(CrowdUser::close);
    clock.shutdownNow();
  }

  /**
   * Returns the indexes of a user's friends.
   *
   * @param size the number of all users
   */
  static IntStream friends(int user, int size) {
    return IntStream.rangeClosed(-FRIENDS / 2, FRIENDS / 2)
        .filter(step -> step != 0)
        .map(step -> Math.floorMod(user + step, size));
  }
}
