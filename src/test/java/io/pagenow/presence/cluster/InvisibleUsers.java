package io.pagenow.presence.cluster;

import io.pagenow.presence.delivery.RecordingConnection;
import io.pagenow.presence.model.Page;
import io.pagenow.presence.model.Presence;
import io.pagenow.presence.model.Visibility;
import io.pagenow.presence.protocol.page.Pages;
import io.pagenow.presence.testing.Mirror;
import io.pagenow.presence.testing.TestNode;
import io.pagenow.presence.testing.TwoNodes;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.List;

/** Base of the tests of invisible users: Ann chooses who sees her, and Ben is her friend. */
abstract class InvisibleUsers extends TwoNodes {

  static final Page OTHER = Pages.of("https://example.org/", "Other");

  void advance(Duration time) {
    for (TestNode node : List.of(here, there)) {
      node.advance(time);
      node.renewLease();
    }
  }

  boolean isOfflineToBen() {
    return here.queries().snapshotFor(BEN).friends().get(ANN) instanceof Presence.Offline;
  }

  static void hide(TestNode node, RecordingConnection connection) {
    change(node, connection, Visibility.NOBODY);
  }

  static void show(TestNode node, RecordingConnection connection) {
    change(node, connection, Visibility.FRIENDS);
  }

  static void change(TestNode node, RecordingConnection connection, Visibility visibility) {
    node.presence().changeVisibility(connection, visibility).toCompletableFuture().join();
  }

  static JsonObject last(RecordingConnection connection) {
    List<String> sent = connection.sent();
    return Mirror.parse(sent.get(sent.size() - 1));
  }

  static JsonObject self(RecordingConnection connection) {
    return Mirror.parse(connection.sent().get(1)).getJsonObject("self");
  }

  static String url(Presence presence) {
    return presence.match(online -> online.activity().page().url(), offline -> "offline");
  }

  /** Returns the key of Ann's own presence with this name. */
  String own(String name) {
    return stores.key("presence:own", ANN) + ":" + name;
  }

  /** Returns the choice of Ann in Redis; empty if she never chose. */
  String choice() {
    return stores.hash("presence:visibility").getOrDefault("ann", "");
  }
}
