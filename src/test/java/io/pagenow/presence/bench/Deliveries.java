package io.pagenow.presence.bench;

/**
 * What became of the updates of a while.
 *
 * @param expected how many messages there should be: one for each friend, and the sender's own
 * @param received how many of them arrived
 * @param duplicates how many arrived again
 * @param outOfOrder how many came after a later one of the same user
 * @param unexpected how many reached somebody who is no friend
 * @param refused how many updates were answered with an error
 */
record Deliveries(
    long expected,
    long received,
    long duplicates,
    long outOfOrder,
    long unexpected,
    long refused,
    Latency latency) {

  /** Whether each arrived exactly once and in order. */
  boolean areFaultless() {
    return received == expected && duplicates == 0 && outOfOrder == 0 && unexpected == 0;
  }
}
