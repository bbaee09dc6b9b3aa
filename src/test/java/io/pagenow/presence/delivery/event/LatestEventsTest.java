package io.pagenow.presence.delivery.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.delivery.ConnectionCall;
import io.pagenow.presence.delivery.Hub;
import io.pagenow.presence.delivery.RecordingConnection;
import io.pagenow.presence.model.Activity;
import io.pagenow.presence.model.PresenceEvent;
import io.pagenow.presence.model.PresenceEvent.TimedOut;
import io.pagenow.presence.model.PresenceEvent.Updated;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.protocol.page.Pages;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class LatestEventsTest {

  private static final UserId ANN = new UserId("ann");
  private static final UserId BEN = new UserId("ben");

  private final Hub hub = new Hub();
  private final LatestEvents events = new LatestEvents(hub);
  private final RecordingConnection connection = RecordingConnection.fast(hub.nextId(), ANN);

  @Test
  void theLatestEventOfAConnectedUserIsHeld() {
    hub.add(connection);
    deliver(update(2));
    deliver(update(1));

    assertEquals(Optional.of(update(2)), events.of(ANN));
  }

  @Test
  void anOlderUpdateDoesNotReplaceATimeout() {
    hub.add(connection);
    deliver(update(1));
    deliver(new TimedOut(ANN, 3));
    deliver(update(2));

    assertEquals(Optional.empty(), events.of(ANN));
    assertEquals(0, events.shown(ANN));
  }

  @Test
  void aNewerUpdateReplacesATimeout() {
    hub.add(connection);
    deliver(new TimedOut(ANN, 3));
    deliver(update(4));

    assertEquals(Optional.of(update(4)), events.of(ANN));
  }

  @Test
  void onlyTheVersionOfADisconnectedUserIsKept() {
    deliver(update(1));
    assertEquals(Optional.empty(), events.of(ANN));

    hub.add(connection);
    deliver(update(2));
    hub.remove(connection);
    events.retain(user -> true);

    assertEquals(Optional.empty(), events.of(ANN));
    assertEquals(2, events.shown(ANN));
  }

  @Test
  void anEventThatWasDeliveredBeforeIsHeldOnceItsUserConnects() {
    deliver(update(1));
    hub.add(connection);
    deliver(update(1));

    assertEquals(Optional.of(update(1)), events.of(ANN));
    assertEquals(List.of(), connection.sent());
  }

  @Test
  void aSlowSendDoesNotDelayOtherEventsOfTheUser() throws Exception {
    AtomicBoolean delivered = new AtomicBoolean();
    RecordingConnection ben = RecordingConnection.fast(hub.nextId(), BEN);
    hub.add(ben);
    ben.before(
        ConnectionCall.SEND,
        () -> {
          // On another thread, as the locks are reentrant.
          CompletableFuture.runAsync(() -> deliver(update(2)))
              .orTimeout(10, TimeUnit.SECONDS)
              .join();
          delivered.set(true);
        });

    deliver(update(1));

    assertTrue(delivered.get());
    assertEquals(2, events.shown(ANN));
  }

  private void deliver(PresenceEvent event) {
    events.deliver(event, () -> List.of(BEN));
  }

  private static Updated update(long version) {
    return new Updated(
        ANN, version, Activity.showing(Pages.of("https://example.com/" + version, "Example")));
  }
}
