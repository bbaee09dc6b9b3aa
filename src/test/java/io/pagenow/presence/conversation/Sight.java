package io.pagenow.presence.conversation;

import static java.util.Objects.requireNonNull;

import io.pagenow.presence.delivery.RecordingConnection;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.presence.PresenceStore.Departure;
import io.pagenow.presence.protocol.Snapshots;
import io.pagenow.presence.testing.Mirror;
import io.pagenow.presence.testing.People;
import io.pagenow.presence.testing.TestNode;
import jakarta.json.JsonObject;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** All that a friend can see of two users, in which their names and two times are replaced. */
final class Sight {

  private final List<TestNode> nodes;
  private final List<UserId> users;
  private final UserId friend;
  private final UserId stranger;
  private final People people;
  private final Map<UserId, JsonObject> entries = new HashMap<>();

  Sight(
      TestNode here,
      TestNode there,
      UserId one,
      UserId other,
      UserId friend,
      UserId stranger,
      People people) {
    this.nodes = List.of(here, there);
    this.users = List.of(one, other);
    this.friend = friend;
    this.stranger = stranger;
    this.people = people;
  }

  /** Remembers the version and the last activity of each user, which may differ. */
  void remember() {
    users.forEach(user -> entries.put(user, entry(nodes.get(0), user)));
  }

  /** Returns the answers of both nodes about a user. */
  String of(UserId user) {
    StringBuilder seen = new StringBuilder();
    for (TestNode node : nodes) {
      JsonObject snapshot = Mirror.parse(Snapshots.encode(node.queries().snapshotFor(friend)));
      snapshot.getJsonArray("presenceArr").getValuesAs(JsonObject.class).stream()
          .filter(entry -> entry.getString("userId").equals(user.value()))
          .forEach(seen::append);
      seen.append(snapshot.getJsonObject("userInfoMap").get(user.value()))
          .append(Snapshots.encode(node.queries().pageOf(user, friend)))
          .append(entry(node, user));
    }
    return normal(seen.toString(), user);
  }

  /** Returns what another user gets who becomes a friend. */
  String added(UserId user) throws SQLException {
    TestNode node = nodes.get(0);
    RecordingConnection connection = node.connectV2(stranger);
    people.befriend(stranger, user);
    node.friendshipWatch().run();
    String added = connection.sent().get(connection.sent().size() - 1);
    people.unfriend(stranger, user);
    node.friendshipWatch().run();
    node.presence().close(connection, Departure.CLOSED);
    return normal(added, user);
  }

  /** Returns the entry in a new state of the friend. */
  private JsonObject entry(TestNode node, UserId user) {
    RecordingConnection connection = node.connectV2(friend);
    JsonObject state = Mirror.parse(connection.sent().get(1));
    node.presence().close(connection, Departure.CLOSED);
    node.store().connectionsOf(friend).toCompletableFuture().join();
    return state.getJsonArray("friends").getValuesAs(JsonObject.class).stream()
        .filter(entry -> entry.getString("userId").equals(user.value()))
        .findFirst()
        .orElseThrow();
  }

  /** Replaces the name of a user, and the times that were remembered. */
  String normal(String text, UserId user) {
    JsonObject entry = requireNonNull(entries.get(user));
    return text.replace('"' + user.value() + '"', "USER")
        .replace(":" + entry.get("version"), ":VERSION")
        .replace(":" + entry.get("lastActiveAt"), ":ACTIVE");
  }

  /** Returns whether a connection received a message about the user that has the text. */
  static boolean isTold(RecordingConnection friend, UserId user, String text) {
    return friend.sent().stream()
        .anyMatch(sent -> sent.contains(user.value()) && sent.contains(text));
  }

  /** Returns whether a connection received, in either version, that the user is offline. */
  static boolean isToldOffline(RecordingConnection friend, UserId user) {
    return friend.sent().stream()
        .filter(sent -> sent.contains('"' + user.value() + '"'))
        .anyMatch(
            sent ->
                sent.contains("presence-timeout")
                    || (sent.contains("\"type\":\"presence\"")
                        && sent.contains("\"online\":false")));
  }
}
