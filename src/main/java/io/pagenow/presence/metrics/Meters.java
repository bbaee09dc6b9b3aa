package io.pagenow.presence.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.pagenow.presence.config.Settings;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All meters of this node. Names start with {@code presence.}; Prometheus shows them with
 * underscores. Without a metrics secret nothing can be read, so then the meters record nothing.
 * Thread-safe.
 *
 * <p>Callers keep the meters that they create, because finding one by its tags takes longer than
 * counting.
 */
@Singleton
public final class Meters {

  /** The type of Prometheus' text format. */
  public static final String MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private static final Duration[] TIMES = {
    Duration.ofMillis(1),
    Duration.ofMillis(2),
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(25),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofMillis(2_500),
    Duration.ofSeconds(5),
    Duration.ofSeconds(10)
  };

  private static final double[] SIZES = {1, 2, 5, 10, 25, 50, 100, 250, 1_000, 5_000, 20_000};

  private final MeterRegistry registry;
  private final @Nullable PrometheusMeterRegistry readable;
  private final @Nullable JvmMeters jvm;

  @Inject
  public Meters(Settings settings) {
    this(settings.operations().metricsSecret() != null);
  }

  private Meters(boolean recording) {
    readable = recording ? new PrometheusMeterRegistry(PrometheusConfig.DEFAULT) : null;
    registry = readable == null ? new CompositeMeterRegistry() : readable;
    jvm = readable == null ? null : new JvmMeters(readable);
  }

  /** Returns meters that record, for tests. */
  public static Meters recording() {
    return new Meters(true);
  }

  /** Returns meters that record nothing. */
  public static Meters none() {
    return new Meters(false);
  }

  /**
   * Registers a number that is read when the metrics are read.
   *
   * @param value called by the thread that reads the metrics; must not block
   */
  public void gauge(String name, String description, Supplier<Number> value) {
    Gauge.builder(name, value).description(description).strongReference(true).register(registry);
  }

  /** Registers a gauge whose rows, one for each value of a tag, may change with each reading. */
  MultiGauge rows(String name, String description) {
    return MultiGauge.builder(name).description(description).register(registry);
  }

  /**
   * Writes all meters in {@linkplain #MEDIA_TYPE Prometheus' text format}.
   *
   * @throws IllegalStateException if the meters record nothing
   */
  public void write(OutputStream out) throws IOException {
    if (readable == null) {
      throw new IllegalStateException("The meters record nothing");
    }
    readable.scrape(out, MEDIA_TYPE);
  }

  Counter counter(String name, String description, String... tags) {
    return Counter.builder(name).description(description).tags(tags).register(registry);
  }

  /** Returns a histogram of times from 1 ms to 10 s. */
  Timer timer(String name, String description, String... tags) {
    return Timer.builder(name)
        .description(description)
        .tags(tags)
        .serviceLevelObjectives(TIMES)
        .register(registry);
  }

  /** Returns a histogram of sizes: the number of items in a batch or in a queue. */
  DistributionSummary sizes(String name, String description, String... tags) {
    return DistributionSummary.builder(name)
        .description(description)
        .tags(tags)
        .serviceLevelObjectives(SIZES)
        .register(registry);
  }

  @PreDestroy
  void close() {
    if (jvm != null) {
      jvm.close();
    }
    registry.close();
  }
}
