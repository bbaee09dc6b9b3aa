package io.pagenow.presence.metrics;

import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One timer for each script of the store: from the call to its result, which includes the wait for
 * a batch. Thread-safe.
 *
 * @param <S> the scripts
 */
public final class ScriptTimers<S extends Enum<S>> {

  private final Map<S, Timer> timers;

  ScriptTimers(Meters meters, Class<S> scripts) {
    timers = new EnumMap<>(scripts);
    for (S script : scripts.getEnumConstants()) {
      timers.put(
          script,
          meters.timer(
              "presence.script",
              "Time from the call of a script to its result",
              "script",
              KindCounters.text(script)));
    }
  }

  /** Records a script that returned a result. */
  public void record(S script, long nanos) {
    Timer timer = timers.get(script);
    if (timer != null) {
      timer.record(nanos, TimeUnit.NANOSECONDS);
    }
  }
}
