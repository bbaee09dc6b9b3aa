package io.pagenow.presence.it.client;

import io.pagenow.presence.model.UserId;
import jakarta.json.JsonObject;

/** Reads snapshots. */
public final class Snapshots {

  private Snapshots() {}

  /**
   * Returns the entry of a friend.
   *
   * @throws IllegalArgumentException if the snapshot has no such entry
   */
  public static JsonObject entry(JsonObject snapshot, UserId friend) {
    return snapshot.getJsonArray("presenceArr").getValuesAs(JsonObject.class).stream()
        .filter(entry -> entry.getString("userId").equals(friend.value()))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("No entry of " + friend));
  }

  /** Returns the page in the entry of an online friend. */
  public static JsonObject page(JsonObject snapshot, UserId friend) {
    return entry(snapshot, friend).getJsonObject("page");
  }
}
