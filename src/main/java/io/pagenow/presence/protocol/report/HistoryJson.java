package io.pagenow.presence.protocol.report;

import io.pagenow.presence.model.HistoryItem;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.protocol.Json;
import java.util.List;

/** Encodes a part of a user's history. */
public final class HistoryJson {

  private HistoryJson() {}

  /**
   * Encodes items, in UTF-8: {@code
   * {"items":[{"user_id","timestamp","type","url","title","connection"},…],"next"}}. The names are
   * those of the former presence service. {@code next} is the id before which the older items are,
   * or null if there are none.
   *
   * @param most how many items were requested
   */
  public static byte[] bytes(UserId user, List<HistoryItem> items, int most) {
    return Json.bytes(
        json -> {
          json.writeStartArray("items");
          for (HistoryItem item : items) {
            json.writeStartObject()
                .write("user_id", user.value())
                .write("timestamp", item.time().toEpochMilli())
                .write("type", item.type())
                .write("url", item.page().url())
                .write("title", item.page().title())
                .write("connection", item.connection())
                .writeEnd();
          }
          json.writeEnd();
          if (items.size() < most) {
            json.writeNull("next");
          } else {
            json.write("next", items.get(items.size() - 1).id());
          }
        });
  }
}
