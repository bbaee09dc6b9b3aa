package io.pagenow.presence.websocket;

/**
 * How much one connection may still send: a bucket of tokens that fills up steadily. For use by one
 * thread at a time.
 */
final class MessageRate {

  private static final double NANOS_A_SECOND = 1e9;

  private final int burst;
  private final double perNano;
  private double tokens;
  private long last;
  private int refusals;

  /** What becomes of a message. */
  enum Verdict {
    /** It is within the rate. */
    ACCEPT,
    /** It is above the rate. */
    REFUSE,
    /** It is above the rate, as a whole burst before it was. */
    END
  }

  MessageRate(int perSecond, int burst, long now) {
    this.burst = burst;
    this.perNano = perSecond / NANOS_A_SECOND;
    this.tokens = burst;
    this.last = now;
  }

  /**
   * Judges the next message.
   *
   * @param now {@link System#nanoTime()}
   */
  Verdict next(long now) {
    tokens = Math.min(burst, tokens + (now - last) * perNano);
    last = now;
    if (tokens >= 1) {
      tokens--;
      // Who keeps to the rate again is forgiven, one message for another.
      refusals = Math.max(0, refusals - 1);
      return Verdict.ACCEPT;
    }
    refusals++;
    return refusals > burst ? Verdict.END : Verdict.REFUSE;
  }
}
