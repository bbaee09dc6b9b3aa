package io.pagenow.presence.bench;

/**
 * What one rate showed.
 *
 * @param rate what was asked for, in deliveries a second
 * @param seconds how long it took until all that arrived had arrived
 */
record Step(int rate, double seconds, Deliveries deliveries, Usage.Spent spent) {

  /** The longest p99 that users do not feel, in milliseconds. */
  private static final double MAX_P99 = 250;

  /** Whether the servers bear it: nothing was lost, and it arrived in time. */
  boolean isBorne() {
    return deliveries.areFaultless() && deliveries.latency().p99() <= MAX_P99;
  }

  /** CPU seconds for a million deliveries. */
  Usage.Spent cpuPerMillion() {
    return spent.times(1e6 / Math.max(1, deliveries.received()));
  }
}
