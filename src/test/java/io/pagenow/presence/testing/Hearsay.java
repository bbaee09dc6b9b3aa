package io.pagenow.presence.testing;

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
 * What the users of a {@link Crowd} said, and what each of them heard of it. Each thing said has a
 * number of its own, later ones a greater one.
 *
 * <p>Thread-safe.
 */
public final class Hearsay {

  /**
   * What became of what was said.
   *
   * @param said how many things
   * @param heard how often one of them was heard; the speaker hears it as well
   * @param skipped how often one was not, as a later one was already waiting
   * @param again how often one was heard again, or after a later one of the same user
   * @param foreign how often a stranger heard it, or something else was heard, such as an error
   * @param p50 from when it was due to be said until it was heard, in milliseconds
   */
  public record Figures(
      long said,
      long heard,
      long skipped,
      long again,
      long foreign,
      double p50,
      double p99,
      double max) {

    /**
     * Whether everybody heard things once, in order, and nobody anything else. What was skipped was
     * out of date.
     */
    public boolean areInOrder() {
      return again == 0 && foreign == 0;
    }

    @Override
    public String toString() {
      return "%d said, %d heard, %d skipped, %d again, %d foreign; p50 %.1f, p99 %.1f, max %.1f ms"
          .formatted(said, heard, skipped, again, foreign, p50, p99, max);
    }
  }

  /** Once for all: to look for it takes far longer than to read a message. */
  private static final JsonReaderFactory JSON = Json.createReaderFactory(Map.of());

  private final Map<String, Integer> numbers = new HashMap<>();
  private final int circle;
  private final long[][] last;
  private final long[] latest;
  private final List<Long> due = new ArrayList<>();
  private final List<Long> latencies = new ArrayList<>();
  private int first;
  private long again;
  private long foreign;

  Hearsay(List<UserId> users, int friends) {
    for (UserId user : users) {
      numbers.put(user.value(), numbers.size());
    }
    circle = friends + 1;
    last = new long[users.size()][users.size()];
    latest = new long[users.size()];
  }

  /** Counts anew. */
  synchronized void begin() {
    first = due.size();
    latencies.clear();
    again = 0;
    foreign = 0;
  }

  /** Notes what a user says, and gives it a number. */
  synchronized long said(int user, long dueNanos) {
    due.add(dueNanos);
    latest[user] = due.size();
    return due.size();
  }

  /** Notes what a user was told. */
  void heard(int listener, String text) {
    long now = System.nanoTime();
    JsonObject json;
    try (var reader = JSON.createReader(new StringReader(text))) {
      json = reader.readObject();
    }
    Integer speaker = numbers.get(json.getString("userId", ""));
    boolean isUpdate = json.getString("type", "").equals("update-presence");
    synchronized (this) {
      if (speaker == null || !isUpdate || !isFriend(listener, speaker)) {
        foreign++;
        return;
      }
      int number = Integer.parseInt(json.getString("title"));
      if (number <= last[listener][speaker]) {
        again++;
        return;
      }
      last[listener][speaker] = number;
      if (number > first) {
        latencies.add(now - due.get(number - 1));
      }
    }
  }

  /** Whether everybody has heard the last of each friend. */
  synchronized boolean isComplete() {
    for (int speaker = 0; speaker < latest.length; speaker++) {
      long said = latest[speaker];
      if (last[speaker][speaker] != said) {
        return false;
      }
      int size = latest.length;
      int of = speaker;
      if (Crowd.friends(speaker, size).anyMatch(friend -> last[friend][of] != said)) {
        return false;
      }
    }
    return true;
  }

  synchronized Figures figures() {
    long said = (long) due.size() - first;
    List<Long> sorted = latencies.stream().sorted().toList();
    return new Figures(
        said,
        sorted.size(),
        said * circle - sorted.size(),
        again,
        foreign,
        millis(sorted, 0.5),
        millis(sorted, 0.99),
        millis(sorted, 1));
  }

  private boolean isFriend(int listener, int speaker) {
    int size = latest.length;
    return listener == speaker
        || Crowd.friends(speaker, size).anyMatch(friend -> friend == listener);
  }

  private static double millis(List<Long> sorted, double share) {
    int index = (int) Math.ceil(share * sorted.size()) - 1;
    return sorted.isEmpty() ? 0 : sorted.get(Math.max(0, index)) / 1e6;
  }
}
