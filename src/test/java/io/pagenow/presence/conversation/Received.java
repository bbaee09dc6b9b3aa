package io.pagenow.presence.conversation;

import io.pagenow.presence.delivery.RecordingConnection;
import io.pagenow.presence.testing.Mirror;
import jakarta.json.JsonObject;
import java.util.List;

/** The messages that a version 2 client has received. */
final class Received {

  private Received() {}

  static List<JsonObject> messages(RecordingConnection connection) {
    return connection.sent().stream().map(Mirror::parse).toList();
  }

  static JsonObject last(RecordingConnection connection) {
    List<JsonObject> all = messages(connection);
    return all.get(all.size() - 1);
  }
}
