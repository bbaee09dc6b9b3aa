package io.pagenow.presence.bench;

import org.HdrHistogram.Histogram;

/** Percentiles and maximum of a latency, in milliseconds. */
record Latency(double p50, double p99, double p999, double max) {

  /** Summarizes a histogram of microseconds. */
  static Latency of(Histogram micros) {
    return new Latency(
        millis(micros.getValueAtPercentile(50)),
        millis(micros.getValueAtPercentile(99)),
        millis(micros.getValueAtPercentile(99.9)),
        millis(micros.getMaxValue()));
  }

  private static double millis(long micros) {
    return micros / 1_000.0;
  }
}
