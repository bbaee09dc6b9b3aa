package io.pagenow.presence.protocol.report;

import io.pagenow.presence.model.Page;
import io.pagenow.presence.model.explanation.Explanation;
import io.pagenow.presence.model.explanation.OpenConnection;
import io.pagenow.presence.model.explanation.Transition;
import io.pagenow.presence.protocol.Json;
import jakarta.json.stream.JsonGenerator;
import java.time.Instant;
import java.util.Optional;

/** Encodes why a user is shown as the user is shown. */
public final class ExplanationJson {

  private ExplanationJson() {}

  /**
   * Encodes an explanation, in UTF-8: {@code
   * {"userId","time","online","page","visibility","lastActiveAt","graceEndsAt","connections":[C,…],
   * "transitions":[T,…]}}.
   *
   * <p>{@code C} is {@code {"id","node","openedAt","heardAt","client","page"}}, {@code T} is {@code
   * {"time","type","reason","code","connection"}}. Times are in milliseconds since the epoch. A
   * page is {@code {"url","title","domain"}}. Values that are unknown are null.
   */
  public static byte[] bytes(Explanation explanation) {
    return Json.bytes(
        json -> {
          json.write("userId", explanation.user().value());
          json.write("time", explanation.time().toEpochMilli());
          json.write("online", explanation.online());
          page(json, explanation.page());
          json.write("visibility", explanation.visibility().text());
          time(json, "lastActiveAt", explanation.lastActiveAt());
          time(json, "graceEndsAt", explanation.graceEndsAt());
          json.writeStartArray("connections");
          explanation.connections().forEach(connection -> connection(json, connection));
          json.writeEnd();
          json.writeStartArray("transitions");
          explanation.transitions().forEach(transition -> transition(json, transition));
          json.writeEnd();
        });
  }

  private static void connection(JsonGenerator json, OpenConnection connection) {
    json.writeStartObject();
    json.write("id", connection.id().toString());
    json.write("node", connection.id().node().value());
    time(json, "openedAt", connection.openedAt());
    time(json, "heardAt", connection.heardAt());
    json.write("client", connection.client());
    page(json, connection.page());
    json.writeEnd();
  }

  private static void transition(JsonGenerator json, Transition transition) {
    json.writeStartObject();
    json.write("time", transition.time().toEpochMilli());
    json.write("type", transition.type());
    json.write("reason", transition.reason());
    transition
        .code()
        .ifPresentOrElse(code -> json.write("code", code), () -> json.writeNull("code"));
    transition
        .connection()
        .ifPresentOrElse(id -> json.write("connection", id), () -> json.writeNull("connection"));
    json.writeEnd();
  }

  private static void time(JsonGenerator json, String name, Optional<Instant> time) {
    time.ifPresentOrElse(
        known -> json.write(name, known.toEpochMilli()), () -> json.writeNull(name));
  }

  private static void page(JsonGenerator json, Optional<Page> page) {
    page.ifPresentOrElse(
        known ->
            json.writeStartObject("page")
                .write("url", known.url())
                .write("title", known.title())
                .write("domain", known.domain())
                .writeEnd(),
        () -> json.writeNull("page"));
  }
}
