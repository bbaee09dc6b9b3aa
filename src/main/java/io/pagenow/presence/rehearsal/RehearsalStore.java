package io.pagenow.presence.rehearsal;

import static java.util.concurrent.CompletableFuture.completedStage;

import io.pagenow.presence.cluster.subscription.Subscriptions;
import io.pagenow.presence.concurrent.Stages;
import io.pagenow.presence.delivery.Connection;
import io.pagenow.presence.model.Activity;
import io.pagenow.presence.model.ConnectionId;
import io.pagenow.presence.model.PresenceEvent;
import io.pagenow.presence.model.PresenceEvent.TimedOut;
import io.pagenow.presence.model.PresenceEvent.Updated;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.model.Visibility;
import io.pagenow.presence.presence.PresenceStore;
import io.pagenow.presence.presence.Report;
import io.pagenow.presence.presence.VisibilityStore;
import io.pagenow.presence.presence.query.LostEvents;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The store of a rehearsal: it writes nothing. Instead of each write it reads from the real store,
 * which takes the same way there and back. Thread-safe.
 */
final class RehearsalStore implements PresenceStore, VisibilityStore, Subscriptions, LostEvents {

  private final PresenceStore real;
  private final AtomicLong version = new AtomicLong(1);

  RehearsalStore(PresenceStore real) {
    this.real = real;
  }

  @Override
  public CompletionStage<Integer> connectionsOf(UserId user) {
    return real.connectionsOf(user);
  }

  @Override
  public CompletionStage<Opening> open(UserId user, ConnectionId connection, String client) {
    return connectionsOf(user).thenApply(count -> new Opening.Recorded());
  }

  @Override
  public CompletionStage<Void> touch(UserId user, ConnectionId connection) {
    return connectionsOf(user).thenAccept(count -> {});
  }

  @Override
  public CompletionStage<Optional<Updated>> update(
      UserId user, ConnectionId connection, Report report) {
    Activity activity = Activity.showing(report.page());
    return connectionsOf(user)
        .thenApply(count -> Optional.of(new Updated(user, version.incrementAndGet(), activity)));
  }

  @Override
  public CompletionStage<Optional<Updated>> updateAgain(
      UserId user, ConnectionId connection, Report report) {
    return update(user, connection, report);
  }

  @Override
  public CompletionStage<Optional<PresenceEvent>> close(
      UserId user, ConnectionId connection, Ending ending) {
    return connectionsOf(user)
        .thenApply(count -> Optional.of(new TimedOut(user, version.incrementAndGet())));
  }

  @Override
  public CompletionStage<Optional<Updated>> restore(
      Connection connection, Optional<Report> report, Optional<Updated> held) {
    return completedStage(Optional.empty());
  }

  @Override
  public CompletionStage<List<PresenceEvent>> change(
      UserId user, ConnectionId connection, Visibility visibility) {
    return completedStage(List.of());
  }

  @Override
  public void subscribe(Collection<UserId> users) {
    users.stream().findFirst().ifPresent(user -> Stages.await(connectionsOf(user)));
  }

  @Override
  public void unsubscribe(Collection<UserId> users) {}

  @Override
  public Map<UserId, Updated> current(Collection<UserId> users) {
    return Map.of();
  }

  @Override
  public List<TimedOut> recordOffline(Collection<TimedOut> events) {
    return List.of();
  }
}
