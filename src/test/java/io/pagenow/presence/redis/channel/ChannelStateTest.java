package io.pagenow.presence.redis.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.cluster.subscription.DeliveredUntil;
import io.pagenow.presence.cluster.subscription.MissedEvents;
import org.junit.jupiter.api.Test;

class ChannelStateTest {

  private final MissedEvents missed = new MissedEvents();
  private final DeliveredUntil delivered = new DeliveredUntil();
  private final ChannelState state = new ChannelState("c", missed, delivered);

  @Test
  void aFirstSubscriptionHasMissedNothing() {
    long first = subscribe();
    state.arrived(first, 7);

    assertFalse(missed.isReported());
    assertEquals(7, version());
  }

  @Test
  void aSecondSubscriptionReadsTheMissedEvents() {
    state.end(subscribe());
    assertFalse(missed.isReported(), "what is read now may be outdated before there is another");

    subscribe();

    assertTrue(missed.isReported());
  }

  /** Redis may have had a subscription whose confirmation was lost. */
  @Test
  void anAttemptWithoutAConfirmationMayHaveMissedEvents() {
    state.end(state.begin());
    subscribe();

    assertTrue(missed.isReported());
  }

  @Test
  void aProbeThatNobodyGotShowsThatEventsGoToTheStream() {
    state.end(subscribe());

    state.probed(state.attempt(), 7, false);

    assertTrue(missed.isReported());
    assertEquals(7, version());
  }

  @Test
  void aProbeThatOnlyAnotherProgramGotShowsThatEventsAreMissed() {
    state.probed(state.attempt(), 7, true);

    assertTrue(missed.isReported());
    assertEquals(0, version());
  }

  @Test
  void aProbeDuringAnAttemptMayHaveBeenReceivedByIt() {
    long attempt = state.begin();

    state.probed(attempt, 7, true);

    assertFalse(missed.isReported());
    assertEquals(0, version());
  }

  @Test
  void aProbeFromBeforeAnAttemptShowsNothing() {
    long before = state.attempt();
    state.end(subscribe());

    state.probed(before, 7, false);

    assertFalse(missed.isReported());
    assertEquals(0, version());
  }

  @Test
  void aProbeThatIsPublishedElsewhereEndsTheSubscription() {
    long attempt = subscribe();
    assertFalse(state.isElsewhere(attempt));

    state.probed(attempt, 7, false);

    assertTrue(state.isElsewhere(attempt));
    assertEquals(0, version());
  }

  /** The slot moved, and the reader of the new master was faster. */
  @Test
  void anEarlierSubscriptionThatEndsLaterMayHaveMissedEvents() {
    long earlier = state.begin();
    subscribe();
    state.end(earlier);

    assertTrue(missed.isReported());
  }

  @Test
  void aProbeOfAnEarlierSubscriptionShowsNothing() {
    long earlier = subscribe();
    state.end(earlier);
    subscribe();

    state.arrived(earlier, 7);

    assertEquals(0, version());
  }

  private long subscribe() {
    long attempt = state.begin();
    state.confirm(attempt);
    return attempt;
  }

  /** Returns the time that counts once it is old enough; 0 if there is none. */
  private long version() {
    for (int second = 0; second < 7; second++) {
      delivered.tick(true);
    }
    return delivered.version().orElse(0);
  }
}
