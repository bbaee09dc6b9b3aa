package io.pagenow.presence.bench;

/**
 * The result of one rate.
 *
 * @param rate the requested rate, in deliveries a second
 * @param seconds the time until the last delivery arrived
 */
record Step(int rate, double seconds, Deliveries deliveries, Usage.Spent spent) {

  /** The highest p99 that users do not notice, in milliseconds. */
  private static final double MAX_P99 = 250;

  /**
   * Returns whether the servers sustain the rate: all deliveries are faultless, and the p99 is at
   * most 250 ms.
   */
  boolean isBorne() {
    return deliveries.areFaultless() && deliveries.latency().p99() <= MAX_P99;
  }

  /** Returns the CPU seconds for a million deliveries. */
  Usage.Spent cpuPerMillion() {
    return spent.times(1e6 / Math.max(1, deliveries.received()));
  }
}
