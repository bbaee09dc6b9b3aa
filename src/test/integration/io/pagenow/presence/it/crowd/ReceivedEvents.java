package io.pagenow.presence.it.crowd;

import io.pagenow.presence.model.UserId;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReaderFactory;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Records the updates that the users of a {@link Crowd} send and the events that they receive. Each
 * update has a unique number, and later updates have greater ones.
 *
 * <p>Thread-safe.
 */
public final class ReceivedEvents {

  /**
   * The counts and latencies since {@link #begin}.
   *
   * @param sent the number of updates that were sent
   * @param received the number of events that were received, including those of the sender itself
   * @param skipped the number of events that were not received, because a newer one replaced them
   * @param repeated the number of events that were received twice, or after a newer one of the same
   *     user
   * @param unexpected the number of events of a user who is no friend, and of other messages such
   *     as errors
   * @param p50 the median time from when an update was due to when it was received, in milliseconds
   * @param p99 the 99th percentile of that time, in milliseconds
   * @param max the longest such time, in milliseconds
   */
  public record Figures(
      long sent,
      long received,
      long skipped,
      long repeated,
      long unexpected,
      double p50,
      double p99,
      double max) {

    /**
     * Returns whether each client received only events of friends, once each and in order. Skipped
     * events were outdated and do not count.
     */
    public boolean areInOrder() {
      return repeated == 0 && unexpected == 0;
    }

    @Override
    public String toString() {
      return "%d sent, %d received, %d skipped, %d repeated, %d unexpected; p50 %.1f, p99 %.1f, max %.1f ms"
          .formatted(sent, received, skipped, repeated, unexpected, p50, p99, max);
    }
  }

  /** Created once, because looking up the JSON provider takes far longer than parsing a message. */
  private static final JsonReaderFactory JSON = Json.createReaderFactory(Map.of());

  private final Map<String, Integer> numbers = new HashMap<>();
  private final int deliveriesPerUpdate;
  private final long[][] last;
  private final long[] latest;
  private final List<Long> due = new ArrayList<>();
  private final List<Long> latencies = new ArrayList<>();
  private int first;
  private long repeated;
  private long unexpected;

  ReceivedEvents(List<UserId> users, int friends) {
    for (UserId user : users) {
      numbers.put(user.value(), numbers.size());
    }
    deliveriesPerUpdate = friends + 1;
    last = new long[users.size()][users.size()];
    latest = new long[users.size()];
  }

  /** Resets all counts. */
  synchronized void begin() {
    first = due.size();
    latencies.clear();
    repeated = 0;
    unexpected = 0;
  }

  /**
   * Records an update that a user sends.
   *
   * @param dueNanos when the update is due, as {@link System#nanoTime}
   * @return the number of the update
   */
  synchronized long sent(int user, long dueNanos) {
    due.add(dueNanos);
    latest[user] = due.size();
    return due.size();
  }

  /** Records a message that a user received. */
  void received(int receiver, String text) {
    long now = System.nanoTime();
    JsonObject json;
    try (var reader = JSON.createReader(new StringReader(text))) {
      json = reader.readObject();
    }
    Integer sender = numbers.get(json.getString("userId", ""));
    boolean isUpdate = json.getString("type", "").equals("update-presence");
    synchronized (this) {
      if (sender == null || !isUpdate || !isFriend(receiver, sender)) {
        unexpected++;
        return;
      }
      int number = Integer.parseInt(json.getString("title"));
      if (number <= last[receiver][sender]) {
        repeated++;
        return;
      }
      last[receiver][sender] = number;
      if (number > first) {
        latencies.add(now - due.get(number - 1));
      }
    }
  }

  /** Returns whether every user has received the last event of each friend and of itself. */
  synchronized boolean isComplete() {
    for (int sender = 0; sender < latest.length; sender++) {
      long sent = latest[sender];
      if (last[sender][sender] != sent) {
        return false;
      }
      int size = latest.length;
      int of = sender;
      if (Crowd.friends(sender, size).anyMatch(friend -> last[friend][of] != sent)) {
        return false;
      }
    }
    return true;
  }

  synchronized Figures figures() {
    long sent = (long) due.size() - first;
    List<Long> sorted = latencies.stream().sorted().toList();
    return new Figures(
        sent,
        sorted.size(),
        sent * deliveriesPerUpdate - sorted.size(),
        repeated,
        unexpected,
        millis(sorted, 0.5),
        millis(sorted, 0.99),
        millis(sorted, 1));
  }

  private boolean isFriend(int receiver, int sender) {
    int size = latest.length;
    return receiver == sender || Crowd.friends(sender, size).anyMatch(friend -> friend == receiver);
  }

  private static double millis(List<Long> sorted, double share) {
    int index = (int) Math.ceil(share * sorted.size()) - 1;
    return sorted.isEmpty() ? 0 : sorted.get(Math.max(0, index)) / 1e6;
  }
}
