package io.pagenow.presence.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pagenow.presence.model.Page;
import io.pagenow.presence.model.PresenceEvent.TimedOut;
import io.pagenow.presence.model.PresenceEvent.Updated;
import io.pagenow.presence.model.UserId;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HeldEventsTest {

  private static final UserId ANN = new UserId("ann");

  private final HeldEvents holdings = new HeldEvents(new Hub());

  @Test
  void theLatestEventIsHeld() {
    holdings.accept(update(2));
    holdings.accept(update(1));

    assertEquals(Optional.of(update(2)), holdings.of(ANN));
  }

  @Test
  void anOlderUpdateDoesNotReplaceATimeout() {
    holdings.accept(update(1));
    holdings.accept(new TimedOut(ANN, 3));
    holdings.accept(update(2));

    assertEquals(Optional.empty(), holdings.of(ANN));
  }

  @Test
  void aNewerUpdateReplacesATimeout() {
    holdings.accept(new TimedOut(ANN, 3));
    holdings.accept(update(4));

    assertEquals(Optional.of(update(4)), holdings.of(ANN));
  }

  @Test
  void eventsOfDisconnectedUsersAreRemoved() {
    holdings.accept(update(1));

    holdings.forgetDisconnected();

    assertEquals(Optional.empty(), holdings.of(ANN));
  }

  private static Updated update(long version) {
    Page page = new Page("https://example.com/" + version, "Example");
    return new Updated(ANN, version, page, page);
  }
}
