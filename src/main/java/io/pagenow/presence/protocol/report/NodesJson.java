package io.pagenow.presence.protocol.report;

import io.pagenow.presence.model.explanation.NodeReport;
import io.pagenow.presence.protocol.Json;
import jakarta.json.stream.JsonGenerator;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;

/** Encodes the figures of all nodes. */
public final class NodesJson {

  private static final Pattern NUMBER = Pattern.compile("-?\\d{1,18}");

  private NodesJson() {}

  /**
   * Encodes reports, in UTF-8: {@code
   * {"time","asked","nodes":[{"node","alive","leaseEndsAt","figures":{…}},…]}}. Times are in
   * milliseconds since the epoch. A figure is a number if its text is a whole number.
   *
   * @param asked the id of the node that answers
   */
  public static byte[] bytes(Instant time, String asked, List<NodeReport> nodes) {
    return Json.bytes(
        json -> {
          json.write("time", time.toEpochMilli());
          json.write("asked", asked);
          json.writeStartArray("nodes");
          nodes.forEach(node -> node(json, time, node));
          json.writeEnd();
        });
  }

  private static void node(JsonGenerator json, Instant time, NodeReport report) {
    json.writeStartObject();
    json.write("node", report.node());
    json.write("alive", report.leaseEndsAt().isAfter(time));
    json.write("leaseEndsAt", report.leaseEndsAt().toEpochMilli());
    json.writeStartObject("figures");
    report
        .figures()
        .forEach(
            (name, value) -> {
              if (NUMBER.matcher(value).matches()) {
                json.write(name, Long.parseLong(value));
              } else {
                json.write(name, value);
              }
            });
    json.writeEnd();
    json.writeEnd();
  }
}
