package io.pagenow.presence.postgres;

import io.pagenow.presence.friends.Friendships;
import io.pagenow.presence.metrics.StoreMeters;
import io.pagenow.presence.sharing.SharingChoices;
import io.pagenow.presence.sharing.SharingLists;
import java.util.concurrent.ThreadFactory;
import javax.sql.DataSource;

/** The PostgreSQL adapter of one node, wired like in the container. */
public final class PostgresParts implements AutoCloseable {

  private final Queries queries;
  private final PostgresFriendships friendships;
  private final PostgresSharingLists sharingLists;

  public PostgresParts(DataSource dataSource, ThreadFactory threads) {
    queries = new Queries(dataSource, threads, StoreMeters.none());
    friendships = new PostgresFriendships(queries);
    sharingLists = new PostgresSharingLists(queries);
  }

  public Friendships friendships() {
    return friendships;
  }

  public SharingLists sharingLists() {
    return sharingLists;
  }

  public SharingChoices sharingChoices() {
    return new PostgresSharingChoices(queries);
  }

  @Override
  public void close() {
    sharingLists.close();
    friendships.close();
    queries.close();
  }
}
