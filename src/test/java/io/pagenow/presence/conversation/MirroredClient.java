package io.pagenow.presence.conversation;

import io.pagenow.presence.delivery.RecordingConnection;
import io.pagenow.presence.model.Page;
import io.pagenow.presence.model.UnavailableException;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.model.Visibility;
import io.pagenow.presence.presence.PresenceStore.Departure;
import io.pagenow.presence.testing.Mirror;
import io.pagenow.presence.testing.TestNode;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A version 2 client with its mirror, which connects to a random node each time. */
final class MirroredClient {

  final UserId user;
  private final Mirror mirror = new Mirror();
  private final List<TestNode> nodes;
  private final Random random;
  private TestNode node;
  private @Nullable RecordingConnection connection;
  private int read;
  private int resumed;

  MirroredClient(UserId user, List<TestNode> nodes, Random random) {
    this.user = user;
    this.nodes = nodes;
    this.random = random;
    node = nodes.get(0);
  }

  boolean isConnected() {
    return connection != null;
  }

  /** Returns how often this client has resumed. */
  int resumed() {
    return resumed;
  }

  void connect() {
    node = nodes.get(random.nextInt(nodes.size()));
    try {
      connection = node.connectV2(user, mirror.since());
      mirror.reconnect();
      read = 0;
    } catch (UnavailableException e) {
      connection = null; // The next step tries again.
    }
  }

  void drop() {
    receive();
    if (connection != null) {
      node.presence().close(connection, random.nextBoolean() ? Departure.CLOSED : Departure.BROKEN);
      connection = null;
    }
  }

  void update(Page page) {
    if (connection != null) {
      node.conversation(connection)
          .receive(
              Json.createObjectBuilder()
                  .add("action", "update")
                  .add("id", "u")
                  .add(
                      "page",
                      page.isHidden()
                          ? JsonValue.NULL
                          : Json.createObjectBuilder()
                              .add("url", page.url())
                              .add("title", page.title())
                              .build())
                  .build()
                  .toString());
    }
  }

  /** Chooses who sees the user. */
  void choose(Visibility visibility) {
    if (connection != null) {
      node.conversation(connection)
          .receive(
              "{\"action\":\"visibility\",\"id\":\"v\",\"visibility\":\""
                  + visibility.text()
                  + "\"}");
    }
  }

  /** Notices that a node is dead: a connection to it is broken. */
  void notice(TestNode dead) {
    if (node == dead) {
      receive();
      connection = null;
    }
  }

  void receive() {
    if (connection != null) {
      List<String> sent = connection.sent();
      for (String text : sent.subList(read, sent.size())) {
        if (text.contains("\"full\":false")) {
          resumed++;
        }
        mirror.apply(text);
      }
      read = sent.size();
    }
  }

  /** Returns what this client holds about the friends, as {@link Friendships#stored} does. */
  Map<String, String> friends() {
    Map<String, String> held = new TreeMap<>();
    mirror.friends().forEach((friend, entry) -> held.put(friend, shown(entry)));
    return held;
  }

  /** Returns the visibility of the user as this client holds it. */
  String visibility() {
    JsonObject self = mirror.self();
    return self == null ? "unknown" : self.getString("visibility", "friends");
  }

  private static String shown(JsonObject entry) {
    String name = entry.getString("firstName");
    if (!entry.getBoolean("online")) {
      return name + " offline";
    }
    String page = entry.isNull("page") ? "" : entry.getJsonObject("page").getString("url");
    String latest =
        Optional.ofNullable(entry.getJsonObject("latestPage"))
            .map(known -> known.getString("url"))
            .orElse(page);
    return name + " " + entry.getJsonNumber("version") + " " + page + " " + latest;
  }
}
