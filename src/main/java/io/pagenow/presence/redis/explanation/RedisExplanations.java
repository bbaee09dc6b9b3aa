package io.pagenow.presence.redis.explanation;

import static io.pagenow.presence.redis.script.Argument.CONNECTION;
import static io.pagenow.presence.redis.script.Argument.USER;

import io.pagenow.presence.config.Settings;
import io.pagenow.presence.explanation.Explanations;
import io.pagenow.presence.model.ConnectionId;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.model.explanation.Explanation;
import io.pagenow.presence.redis.blocking.BlockingScripts;
import io.pagenow.presence.redis.connection.Partitions;
import io.pagenow.presence.redis.script.Script;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;

/** The explanations by scripts on the partition of the user. */
@Singleton
public final class RedisExplanations implements Explanations {

  private final QueryScripts queries;
  private final BlockingScripts scripts;
  private final Partitions partitions;
  private final Duration timeout;

  @Inject
  public RedisExplanations(
      QueryScripts queries, BlockingScripts scripts, Partitions partitions, Settings settings) {
    this.queries = queries;
    this.scripts = scripts;
    this.partitions = partitions;
    this.timeout = settings.timeout();
  }

  @Override
  public Explanation explain(UserId user) {
    Object answer =
        queries.run(partitions.of(user), Script.EXPLAIN.call().with(USER, user.value()));
    return ExplanationResult.decode(user, (List<?>) answer, timeout);
  }

  @Override
  public boolean disconnect(UserId user, ConnectionId connection) {
    Object found =
        scripts.run(
            partitions.of(user),
            Script.DISCONNECT
                .call()
                .with(USER, user.value())
                .with(CONNECTION, connection.toString()));
    return Long.valueOf(1).equals(found);
  }
}
