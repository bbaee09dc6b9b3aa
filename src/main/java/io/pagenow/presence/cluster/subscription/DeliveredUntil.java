package io.pagenow.presence.cluster.subscription;

import jakarta.inject.Singleton;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The time until which this node has delivered all events of the users in its subscriptions, by the
 * clock of the store. A client can resume from it. Thread-safe, except {@link #tick}.
 *
 * <p>The value is some seconds old. By then each call to the store has succeeded or failed, and a
 * failure was noticed: the value does not rise until the missed events are delivered.
 */
@Singleton
public final class DeliveredUntil {

  /** The seconds after which a value counts. A call to the store takes at most two. */
  private static final int SECONDS = 5;

  private final Map<String, Long> read = new ConcurrentHashMap<>();

  // Used by the thread that ticks.
  private final Deque<Long> recent = new ArrayDeque<>();

  private volatile long until;

  /**
   * Records that all events that other nodes published before a time are delivered.
   *
   * @param part the part of the store from which the events come
   * @param micros the time in microseconds; 0 before the first read
   */
  public void readUntil(String part, long micros) {
    read.put(part, micros);
  }

  /**
   * Takes the time that is reached now, which counts after five seconds. One thread calls it each
   * second.
   *
   * @param complete whether this node has missed no event, as far as it knows
   */
  public void tick(boolean complete) {
    if (!complete) {
      recent.clear();
      return;
    }
    recent.add(read.values().stream().mapToLong(Long::longValue).min().orElse(0));
    if (recent.size() > SECONDS) {
      until = Math.max(until, recent.remove());
    }
  }

  /** Returns the time as a version; empty if it is not known yet. */
  public OptionalLong version() {
    long version = until;
    return version == 0 ? OptionalLong.empty() : OptionalLong.of(version);
  }
}
