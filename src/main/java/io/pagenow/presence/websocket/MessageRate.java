package io.pagenow.presence.websocket;

/** Limits the messages of one connection with a token bucket. Not thread-safe. */
final class MessageRate {

  private static final double NANOS_A_SECOND = 1e9;

  private final int burst;
  private final double perNano;
  private double tokens;
  private long last;
  private int refusals;

  /** The decision about a message. */
  enum Verdict {
    /** The message is within the rate: handle it. */
    ACCEPT,
    /** The message is above the rate: answer it with an error. */
    REFUSE,
    /**
     * The message is above the rate, after a whole burst of refused messages: close the connection.
     */
    END
  }

  MessageRate(int perSecond, int burst, long now) {
    this.burst = burst;
    this.perNano = perSecond / NANOS_A_SECOND;
    this.tokens = burst;
    this.last = now;
  }

  /**
   * Counts the next message and decides about it.
   *
   * @param now {@link System#nanoTime()}
   */
  Verdict next(long now) {
    tokens = Math.min(burst, tokens + (now - last) * perNano);
    last = now;
    if (tokens >= 1) {
      tokens--;
      // Each accepted message cancels one refusal, so that a client that keeps to the rate again is
      // not closed.
      refusals = Math.max(0, refusals - 1);
      return Verdict.ACCEPT;
    }
    refusals++;
    return refusals > burst ? Verdict.END : Verdict.REFUSE;
  }
}
