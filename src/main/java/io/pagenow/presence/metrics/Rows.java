package io.pagenow.presence.metrics;

import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A gauge with one row for each name in a map. Thread-safe. */
public final class Rows {

  private final MultiGauge gauge;
  private final String tag;

  /**
   * @param tag the tag whose values are the names
   */
  public Rows(Meters meters, String name, String description, String tag) {
    this.gauge = meters.rows(name, description);
    this.tag = tag;
  }

  /** Replaces all rows. */
  public void show(Map<String, Integer> values) {
    List<MultiGauge.Row<?>> rows = new ArrayList<>();
    values.forEach((name, value) -> rows.add(MultiGauge.Row.of(Tags.of(tag, name), value)));
    gauge.register(rows, true);
  }
}
