package io.pagenow.presence.it.load;

import static io.pagenow.presence.it.client.Socket.message;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.it.DeployedApplication;
import io.pagenow.presence.it.SharedServers;
import io.pagenow.presence.it.client.RawSocket;
import io.pagenow.presence.it.client.Socket;
import io.pagenow.presence.it.crowd.Crowd;
import io.pagenow.presence.it.crowd.ReceivedEvents.Figures;
import io.pagenow.presence.model.UserId;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Clients that stop reading while their friends stay active, and clients that close all at once.
 */
@Tag("stress")
class StalledClientsIT extends SharedServers {

  private static final int USERS = Size.of(40, 1_000);
  private static final int RATE = Size.of(100, 400);
  private static final Duration TIME = Duration.ofSeconds(Size.of(1, 10));

  /** The latency in milliseconds that users do not notice, even if it was lower before. */
  private static final double UNNOTICED = Size.of(250, 20);

  /** The number of friends that keep reading, for each client that stops reading. */
  private static final int FRIENDS = 5;

  private static final String LONG = "x".repeat(4_000);

  @Test
  void clientsThatStopReadingDelayNobody() throws Exception {
    List<UserId> good = users("good", USERS);
    List<UserId> bad = users("bad", USERS);
    for (int step = 0; step < FRIENDS; step++) {
      people.befriendAll(bad, rotated(good, step));
    }
    List<RawSocket> stalled = new ArrayList<>();
    try (Crowd crowd = Crowd.connect(good, people, DeployedApplication::token, List.of(nodeA))) {
      crowd.sendUpdates(RATE, TIME); // The server is slow at first.
      Figures before = crowd.sendUpdates(RATE, TIME);
      for (UserId user : bad) {
        stalled.add(RawSocket.open(nodeA, token(user)));
      }
      Figures filling = crowd.sendUpdates(RATE, Duration.ofSeconds(1 + 6 * USERS / RATE), LONG);
      double limit = Math.max(2 * before.p99(), UNNOTICED);
      Figures beside = crowd.sendUpdatesWithin(limit, RATE, TIME);

      System.out.printf(
          "%d clients beside %d that do not read%n  before:  %s%n  filling: %s%n  beside:  %s%n",
          USERS, USERS, before, filling, beside);
      assertTrue(before.areInOrder(), before.toString());
      assertTrue(beside.areInOrder(), beside.toString());
      if (Size.isFull()) {
        assertTrue(beside.p99() <= limit, beside.toString());
      }
      assertEquals(0, crowd.lost());
    } finally {
      for (RawSocket socket : stalled) {
        socket.close();
      }
    }
  }

  @Test
  void clientThatStopsReadingIsOwedOnlyTheLatestOfEachFriend() throws Exception {
    int updates = 60;
    UserId ann = user("ann");
    List<UserId> friends = users("friend", FRIENDS);
    people.befriendAll(friends, List.of(ann, ann, ann, ann, ann));
    List<Socket> sockets = new ArrayList<>();
    try (RawSocket stalled = RawSocket.open(nodeA, token(ann))) {
      for (UserId friend : friends) {
        Socket socket = connect(friend, nodeA);
        sockets.add(socket);
        for (int i = 1; i <= updates; i++) {
          socket.update("https://example.com/" + LONG + LONG, Integer.toString(i));
        }
        socket.next(
            message("update-presence", friend)
                .and(json -> json.getString("title").equals(Integer.toString(updates))));
      }

      Map<String, Integer> last = new HashMap<>();
      int messages = 0;
      while (last.size() < FRIENDS || last.values().stream().anyMatch(number -> number < updates)) {
        RawSocket.Frame frame = stalled.read();
        if (frame.opcode() == RawSocket.TEXT) {
          JsonObject json = object(frame.text());
          Integer number = Integer.valueOf(json.getString("title"));
          Integer before = last.put(json.getString("userId"), number);
          assertTrue(before == null || before < number, "in order");
          messages++;
        }
      }
      System.out.printf(
          "A client that stopped reading was sent %d of %d messages%n",
          messages, FRIENDS * updates);
      assertTrue(messages < FRIENDS * updates / 4, "sent " + messages);
    } finally {
      sockets.forEach(Socket::close);
    }
  }

  @Test
  void friendsWhoCloseAtTheSameMomentAllLeaveInGoodOrder() throws Exception {
    List<UserId> users = users("leaver", USERS);
    try (Crowd crowd = Crowd.connect(users, people, DeployedApplication::token, List.of(nodeA))) {
      crowd.sendUpdates(RATE, TIME);
    }

    // The server may fail to deliver events to clients that close. This is no broken connection.
    await().until(() -> users.stream().noneMatch(user -> isConnected(user)));
    assertEquals(
        List.of(),
        users.stream().filter(user -> redis.exists("presence:vanished:" + user)).toList());
  }

  private boolean isConnected(UserId user) {
    return redis.hexists("presence_user_connection", user.value());
  }

  private static JsonObject object(String text) {
    try (var reader = Json.createReader(new StringReader(text))) {
      return reader.readObject();
    }
  }

  private static List<UserId> rotated(List<UserId> users, int by) {
    List<UserId> rotated = new ArrayList<>(users);
    Collections.rotate(rotated, -by);
    return rotated;
  }
}
