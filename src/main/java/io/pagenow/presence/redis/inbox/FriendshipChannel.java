package io.pagenow.presence.redis.inbox;

import io.pagenow.presence.cluster.FriendshipWatch;
import io.pagenow.presence.concurrent.BackgroundLoop;
import io.pagenow.presence.concurrent.BackgroundLoops;
import io.pagenow.presence.model.UnavailableException;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.redis.connection.Pool;
import io.pagenow.presence.redis.connection.Shards;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import redis.clients.jedis.Connection;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Receives notifications of changed friendships from other programs, so that changes show before
 * the next refresh of the friend lists. A message on the channel {@value #CHANNEL} contains user
 * ids, separated by spaces: both users of each changed friendship.
 *
 * <p>A lost message does no harm: the next refresh finds the change within seconds.
 */
@Singleton
public final class FriendshipChannel {

  static final String CHANNEL = "presence:friendships";

  /** The connection breaks after a minute without messages, which ends a round. */
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private static final Logger LOG = Logger.getLogger(FriendshipChannel.class.getName());

  private final Shards redis;
  private final FriendshipWatch watch;
  private final BackgroundLoop loop;
  private final Subscription subscription = new Subscription();

  @Inject
  public FriendshipChannel(
      @Pool(Pool.For.FRIENDSHIPS) Shards redis, FriendshipWatch watch, BackgroundLoops loops) {
    this.redis = redis;
    this.watch = watch;
    this.loop = loops.repeat("presence-redis-friendships", LIMIT, this::listen);
  }

  public void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
    loop.start();
  }

  @PreDestroy
  public void stop() {
    loop.stop(subscription::end);
  }

  private void listen() {
    // A cluster forwards the messages of channels to all its members.
    try (Connection connection = redis.connect(0)) {
      subscription.proceed(connection, CHANNEL);
    } catch (JedisException e) {
      LOG.log(Level.FINE, "Cannot receive notifications of changed friendships; reconnecting", e);
      loop.pause();
    }
  }

  private final class Subscription extends JedisPubSub {
    void end() {
      try {
        if (isSubscribed()) {
          unsubscribe();
        }
      } catch (JedisException e) {
        LOG.log(Level.FINE, "The connection was already broken", e);
      }
    }

    @Override
    public void onSubscribe(String channel, int subscribedChannels) {
      if (loop.isStopped()) {
        unsubscribe();
      }
    }

    @Override
    public void onMessage(String channel, String message) {
      loop.progress();
      Set<UserId> users =
          Arrays.stream(message.split("\\s+", -1))
              .map(UserId::parse)
              .flatMap(Optional::stream)
              .collect(Collectors.toSet());
      try {
        watch.refresh(users);
      } catch (UnavailableException e) {
        LOG.log(Level.FINE, "Cannot read the changed friendships; the next refresh retries", e);
      }
    }
  }
}
