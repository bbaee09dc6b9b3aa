package io.pagenow.presence.metrics;

import io.micrometer.core.instrument.Counter;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** One counter for each constant of an enum, which becomes the value of a tag. Thread-safe. */
final class KindCounters<E extends Enum<E>> {

  private final Map<E, Counter> counters;

  KindCounters(Meters meters, String name, String description, String tag, Class<E> kinds) {
    this(kinds, kind -> meters.counter(name, description, tag, text(kind)));
  }

  KindCounters(Class<E> kinds, Function<E, Counter> counter) {
    counters = new EnumMap<>(kinds);
    for (E kind : kinds.getEnumConstants()) {
      counters.put(kind, counter.apply(kind));
    }
  }

  /** Returns the value of the tag, for example {@code too-many-messages}. */
  static String text(Enum<?> kind) {
    return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  void count(E kind) {
    add(kind, 1);
  }

  void add(E kind, int number) {
    Counter counter = counters.get(kind);
    if (counter != null) {
      counter.increment(number);
    }
  }
}
