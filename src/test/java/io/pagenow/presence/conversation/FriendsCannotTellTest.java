package io.pagenow.presence.conversation;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pagenow.presence.delivery.RecordingConnection;
import io.pagenow.presence.model.Page;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.model.Visibility;
import io.pagenow.presence.presence.PresenceStore.Departure;
import io.pagenow.presence.protocol.page.Pages;
import io.pagenow.presence.testing.Stores;
import io.pagenow.presence.testing.TestNode;
import io.pagenow.presence.testing.TwoNodes;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Ann becomes invisible at the moment at which Oli goes offline. Then Ann does anything, and Oli
 * nothing. Their friends get the same bytes about both, except for the names, and for the time of
 * that moment.
 */
@ExtendWith(Stores.class)
class FriendsCannotTellTest extends TwoNodes {

  private static final UserId OLI = new UserId("oli");
  private static final int STEPS = 40;

  private record Open(TestNode node, RecordingConnection connection) {

    void hide() {
      node.presence().changeVisibility(connection, Visibility.NOBODY).toCompletableFuture().join();
    }
  }

  private final List<Open> open = new ArrayList<>();
  private final List<RecordingConnection> friends = new ArrayList<>();

  static LongStream seeds() {
    return LongStream.generate(System::nanoTime).limit(3);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void friendsGetTheSameBytes(long seed) throws Exception {
    Random random = new Random(seed);
    people.add(OLI);
    people.befriend(OLI, BEN);
    people.shareAllBut(ANN, "other.test");
    people.shareAllBut(OLI, "other.test");
    for (TestNode node : List.of(here, there)) {
      friends.add(node.connect(BEN));
      friends.add(node.connectV2(BEN));
    }
    RecordingConnection ann = connect(random);
    RecordingConnection oli = here.connect(OLI);
    update(open.get(0).node(), ann, PAGE);
    update(here, oli, PAGE);
    await().until(() -> aboutBoth(PAGE.url()));
    Sight before = new Sight(here, there, ANN, OLI, BEN, EVE, people);

    open.get(0).hide();
    here.presence().close(oli, Departure.CLOSED);
    await().until(() -> friends.stream().allMatch(FriendsCannotTellTest::sawBothGo));
    List<String> told = live(ANN);
    before.remember();

    for (int step = 0; step < STEPS; step++) {
      act(random);
      settle();
      assertEquals(before.of(OLI), before.of(ANN), "step " + step + ", seed " + seed);
    }
    showAPageToAnn(random);
    assertEquals(before.of(OLI), before.of(ANN), "at the end, seed " + seed);

    assertEquals(told, live(ANN), "nothing more about Ann, seed " + seed);
    assertEquals(shape(OLI), shape(ANN));
    assertEquals(before.added(OLI), before.added(ANN));
  }

  /** Ann is on a page that the rules show, which the steps may have missed. */
  private void showAPageToAnn(Random random) throws Exception {
    people.shareAllBut(ANN, "other.test");
    here.friendshipWatch().run();
    there.friendshipWatch().run();
    if (open.isEmpty()) {
      connect(random);
    }
    Open one = open.get(0);
    one.hide();
    update(one.node(), one.connection(), PAGE);
    await().until(() -> here.queries().pageOf(ANN, ANN).filter(PAGE::equals).isPresent());
  }

  /** Returns what Ben's connections received about a user, without its name and numbers. */
  private String shape(UserId user) {
    return live(user)
        .toString()
        .replace('"' + user.value() + '"', "USER")
        .replaceAll(":\\d+", ":N");
  }

  private void act(Random random) throws Exception {
    if (open.isEmpty()) {
      connect(random);
    }
    Open one = open.get(random.nextInt(open.size()));
    switch (random.nextInt(11)) {
      case 0 -> connect(random);
      case 1 -> {
        open.remove(one);
        Departure[] ways = {Departure.CLOSED, Departure.BROKEN, Departure.LEAVING};
        one.node().presence().close(one.connection(), ways[random.nextInt(ways.length)]);
      }
      case 2 -> update(one.node(), one.connection(), Page.NONE);
      case 3 -> one.node().presence().heartbeat(one.connection()).toCompletableFuture().join();
      case 4 -> {
        redis.zadd("presence:own:status", 1, "ann");
        here.sweep().sweepIdle();
      }
      case 5 -> {
        stores.score("presence:parting", "ann", 1);
        there.sweep().endGracePeriods();
      }
      case 6 -> {
        expireLease(there);
        here.sweep().reapDeadNodes();
        there.renewLease();
      }
      case 7 -> {
        stores.flush();
        here.renewLease();
        there.renewLease();
      }
      case 8 -> {
        people.shareAllBut(ANN, random.nextBoolean() ? "example.com" : "other.test");
        here.friendshipWatch().run();
        there.friendshipWatch().run();
      }
      case 9 -> one.hide();
      default ->
          update(
              one.node(),
              one.connection(),
              Pages.of("https://example.com/" + random.nextInt(100), "Title"));
    }
  }

  private RecordingConnection connect(Random random) {
    TestNode node = random.nextBoolean() ? here : there;
    RecordingConnection connection = random.nextBoolean() ? node.connect(ANN) : node.connectV2(ANN);
    open.add(new Open(node, connection));
    return connection;
  }

  /** Waits for the effects of a step on both nodes. */
  private void settle() {
    for (TestNode node : List.of(here, there)) {
      node.store().connectionsOf(ANN).toCompletableFuture().join();
    }
    // A node closes the connections that a sweep found idle.
    open.removeIf(
        ended -> {
          boolean closed = ended.connection().closed() != null;
          if (closed) {
            ended.node().presence().close(ended.connection(), Departure.BROKEN);
          }
          return closed;
        });
  }

  private boolean aboutBoth(String text) {
    return friends.stream()
        .allMatch(friend -> Sight.isTold(friend, ANN, text) && Sight.isTold(friend, OLI, text));
  }

  private static boolean sawBothGo(RecordingConnection friend) {
    return Sight.isToldOffline(friend, ANN) && Sight.isToldOffline(friend, OLI);
  }

  /** Returns what the open connections of Ben received about a user, beside the states. */
  private List<String> live(UserId user) {
    return friends.stream()
        .flatMap(friend -> friend.sent().stream())
        .filter(sent -> sent.contains('"' + user.value() + '"') && !sent.contains("\"state\""))
        .toList();
  }
}
