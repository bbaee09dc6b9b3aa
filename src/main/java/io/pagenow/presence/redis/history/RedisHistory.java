package io.pagenow.presence.redis.history;

import io.pagenow.presence.history.History;
import io.pagenow.presence.model.HistoryItem;
import io.pagenow.presence.model.Page;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.protocol.StoredPages;
import io.pagenow.presence.redis.connection.Partitions;
import io.pagenow.presence.redis.connection.Pool;
import io.pagenow.presence.redis.connection.Shards;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.resps.StreamEntry;

/** A stream for each user, which the scripts append to. Reads use the connections for reads. */
@Singleton
public final class RedisHistory implements History {

  private static final Pattern ID = Pattern.compile("\\d{1,19}-\\d{1,19}");

  private final Shards shards;
  private final Partitions partitions;

  @Inject
  public RedisHistory(@Pool(Pool.For.READS) Shards shards, Partitions partitions) {
    this.shards = shards;
    this.partitions = partitions;
  }

  @Override
  public List<HistoryItem> read(UserId user, Optional<String> before, int most) {
    if (before.filter(id -> !ID.matcher(id).matches()).isPresent()) {
      throw new IllegalArgumentException("Not the id of an item");
    }
    String newest = before.map(id -> "(" + id).orElse("+");
    return call(
            user,
            redis ->
                redis.xrevrange(partitions.history(user), newest, "-", Math.min(most, MAX_ITEMS)))
        .stream()
        .map(RedisHistory::item)
        .toList();
  }

  @Override
  public void delete(UserId user) {
    var unused = call(user, redis -> redis.del(partitions.history(user)));
  }

  private <T> T call(UserId user, Function<Pipeline, Response<T>> command) {
    return shards.repeatable(
        partitions.of(user),
        redis -> {
          Response<T> answer = command.apply(redis);
          redis.sync();
          return answer.get();
        });
  }

  private static HistoryItem item(StreamEntry entry) {
    Map<String, String> fields = entry.getFields();
    String page = fields.getOrDefault("page", "");
    return new HistoryItem(
        entry.getID().toString(),
        Instant.ofEpochMilli(Long.parseLong(fields.getOrDefault("timestamp", "0"))),
        fields.getOrDefault("type", ""),
        page.isEmpty() ? Page.NONE : StoredPages.decodeOrHide(page),
        fields.getOrDefault("connection", ""));
  }
}
