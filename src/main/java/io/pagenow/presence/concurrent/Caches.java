package io.pagenow.presence.concurrent;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.function.ToIntFunction;

/** Caches that leave no thread behind when the application ends. */
public final class Caches {

  private Caches() {}

  /**
   * An empty cache.
   *
   * @param age how long an entry is kept after it was put in
   * @param most how many entries are kept
   */
  public static <K, V> Cache<K, V> expiring(Duration age, int most) {
    return Caffeine.newBuilder()
        .expireAfterWrite(age)
        .maximumSize(most)
        // On the caller's thread: another one would hold the application after its end.
        .executor(Runnable::run)
        .build();
  }

  /**
   * Returns an empty cache that is bounded in bytes.
   *
   * @param age how long an entry is kept after it was put in
   * @param mostBytes how many bytes all entries may take together
   * @param bytes estimates the bytes of an entry, its key included, by its value
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
