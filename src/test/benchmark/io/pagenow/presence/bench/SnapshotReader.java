package io.pagenow.presence.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;

/** Reads snapshots ({@code GET /presence}) one by one. */
final class SnapshotReader {

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /**
   * Returns the number of the update that each user in a snapshot shows, including the caller.
   * Users without a page are left out.
   *
   * @param port the port of the node
   * @param token the token of the caller
   */
  Map<Integer, Long> read(int port, String token) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + port + "/presence-api/api/presence"))
            .header("Authorization", token)
            .build();
    HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
    if (response.statusCode() != 200) {
      throw new IOException("A snapshot failed: " + new String(response.body(), UTF_8));
    }
    Map<Integer, Long> numbers = new HashMap<>();
    try (JsonReader reader = Json.createReader(new ByteArrayInputStream(response.body()))) {
      JsonObject snapshot = reader.readObject();
      add(snapshot.getJsonObject("userPresence"), numbers);
      for (JsonValue friend : snapshot.getJsonArray("presenceArr")) {
        add(friend.asJsonObject(), numbers);
      }
    }
    return numbers;
  }

  private static void add(JsonObject user, Map<Integer, Long> numbers) {
    if (user.get("page") instanceof JsonObject page) {
      String url = page.getString("url");
      if (url.startsWith(Texts.URL)) {
        numbers.put(
            Texts.number(user.getString("userId")),
            Long.parseLong(url.substring(Texts.URL.length())));
      }
    }
  }
}
