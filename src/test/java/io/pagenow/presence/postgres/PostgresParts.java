package io.pagenow.presence.postgres;

import io.pagenow.presence.friends.Friendships;
import java.util.concurrent.ThreadFactory;
import javax.sql.DataSource;

/** The PostgreSQL adapter of one node, wired like in the container. */
public final class PostgresParts implements AutoCloseable {

  private final Queries queries;
  private final PostgresFriendships friendships;

  public PostgresParts(DataSource dataSource, ThreadFactory threads) {
    queries = new Queries(dataSource, threads);
    friendships = new PostgresFriendships(queries);
  }

  public Friendships friendships() {
    return friendships;
  }

  @Override
  public void close() {
    friendships.close();
    queries.close();
  }
}
