package io.pagenow.presence.concurrent;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.function.ToIntFunction;

/** Creates caches that leave no thread behind when the application stops. */
public final class Caches {

  private Caches() {}

  /**
   * Returns an empty cache that is bounded in entries.
   *
   * @param age how long an entry is kept after it was written
   * @param most the maximum number of entries
   */
  public static <K, V> Cache<K, V> expiring(Duration age, int most) {
    return Caffeine.newBuilder()
        .expireAfterWrite(age)
        .maximumSize(most)
        // Runs on the caller's thread: another thread would keep a stopped application in memory.
        .executor(Runnable::run)
        .build();
  }

  /**
   * Returns an empty cache that is bounded in bytes.
   *
   * @param age how long an entry is kept after it was written
   * @param mostBytes the maximum size of all entries together
   * @param bytes estimates the size of an entry, including its key, from its value
   */
  public static <K, V> Cache<K, V> weighing(
      Duration age, long mostBytes, ToIntFunction<? super V> bytes) {
    return Caffeine.newBuilder()
        .expireAfterWrite(age)
        .maximumWeight(mostBytes)
        .weigher((K key, V value) -> bytes.applyAsInt(value))
        .executor(Runnable::run)
        .build();
  }
}
