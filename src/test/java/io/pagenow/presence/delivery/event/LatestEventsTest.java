package io.pagenow.presence.delivery.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.delivery.Connection;
import io.pagenow.presence.delivery.Disconnect;
import io.pagenow.presence.delivery.HeldFriends;
import io.pagenow.presence.delivery.Hub;
import io.pagenow.presence.delivery.RecordingConnection;
import io.pagenow.presence.delivery.WaitingTexts;
import io.pagenow.presence.model.Activity;
import io.pagenow.presence.model.ConnectionId;
import io.pagenow.presence.model.PresenceEvent;
import io.pagenow.presence.model.PresenceEvent.TimedOut;
import io.pagenow.presence.model.PresenceEvent.Updated;
import io.pagenow.presence.model.ProtocolVersion;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.protocol.page.Pages;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
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
    AtomicBoolean first = new AtomicBoolean(true);
    AtomicBoolean delivered = new AtomicBoolean();
    hub.add(
        new SendingConnection(
            RecordingConnection.fast(hub.nextId(), BEN),
            () -> {
              if (first.getAndSet(false)) {
                // On another thread, as the locks are reentrant.
                CompletableFuture.runAsync(() -> deliver(update(2)))
                    .orTimeout(10, TimeUnit.SECONDS)
                    .join();
                delivered.set(true);
              }
            }));

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

  /** Runs an action during each send. */
  private record SendingConnection(RecordingConnection connection, Runnable duringSend)
      implements Connection {

    @Override
    public ConnectionId id() {
      return connection.id();
    }

    @Override
    public UserId user() {
      return connection.user();
    }

    @Override
    public Instant endsAt() {
      return connection.endsAt();
    }

    @Override
    public void send(WaitingTexts texts, Consumer<@Nullable Throwable> done) {
      duringSend.run();
      connection.send(texts, done);
    }

    @Override
    public void ping() {
      connection.ping();
    }

    @Override
    public long silentNanos() {
      return connection.silentNanos();
    }

    @Override
    public ProtocolVersion protocol() {
      return ProtocolVersion.V1;
    }

    @Override
    public void renew(Instant end) {}

    @Override
    public HeldFriends friends() {
      return new HeldFriends();
    }

    @Override
    public void close(Disconnect reason, String words) {
      connection.close(reason, words);
    }
  }
}
