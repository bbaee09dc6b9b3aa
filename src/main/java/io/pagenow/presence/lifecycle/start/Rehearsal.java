package io.pagenow.presence.lifecycle.start;

import io.pagenow.presence.concurrent.Stages;
import io.pagenow.presence.model.Activity;
import io.pagenow.presence.model.Page;
import io.pagenow.presence.model.PresenceEvent.Updated;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.presence.PresenceStore;
import io.pagenow.presence.presence.query.PresenceQueries;
import io.pagenow.presence.protocol.ClientMessage;
import io.pagenow.presence.protocol.ServerMessages;
import io.pagenow.presence.protocol.Snapshots;
import io.pagenow.presence.protocol.page.Pages;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * Repeats for a second what handshakes, updates and snapshots do, without writing anything. After a
 * deployment thousands of clients connect at once, to a JVM that has compiled nothing.
 */
@Singleton
final class Rehearsal {

  private static final UserId NOBODY = new UserId("nobody");

  private static final String UPDATE =
      "{\"action\":\"update-presence\",\"url\":\"https://www.example.com/\",\"title\":\"\"}";

  private static final Duration LENGTH = Duration.ofSeconds(1);

  private final PresenceQueries queries;
  private final PresenceStore store;

  @Inject
  Rehearsal(PresenceQueries queries, PresenceStore store) {
    this.queries = queries;
    this.store = store;
  }

  /**
   * Runs the rehearsal. Blocks.
   *
   * @throws io.pagenow.presence.model.UnavailableException if a store does not answer
   */
  void run() {
    long end = System.nanoTime() + LENGTH.toNanos();
    do {
      CompletionStage<Integer> connections = store.connectionsOf(NOBODY);
      ClientMessage.decode(UPDATE);
      Page page = Pages.of("https://www.example.com/", "Example");
      ServerMessages.encode(new Updated(NOBODY, 0, Activity.showing(page)));
      Snapshots.encode(queries.snapshotFor(NOBODY));
      Stages.await(connections);
    } while (System.nanoTime() - end < 0);
  }
}
