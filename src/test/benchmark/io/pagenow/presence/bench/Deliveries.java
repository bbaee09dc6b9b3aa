package io.pagenow.presence.bench;

/**
 * The deliveries of the updates in one measurement.
 *
 * @param expected how many deliveries there should be: one to each friend and one to the sender,
 *     for each update
 * @param received how many of them arrived
 * @param duplicates how many arrived again
 * @param outOfOrder how many arrived late: after a later one of the same user
 * @param unexpected how many arrived at a user who is not a friend
 * @param refused how many updates the server answered with an error
 */
record Deliveries(
    long expected,
    long received,
    long duplicates,
    long outOfOrder,
    long unexpected,
    long refused,
    Latency latency) {

  /** Returns whether each delivery arrived exactly once, in order, and at no other user. */
  boolean areFaultless() {
    return received == expected && duplicates == 0 && outOfOrder == 0 && unexpected == 0;
  }
}
