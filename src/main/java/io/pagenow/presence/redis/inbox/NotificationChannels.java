package io.pagenow.presence.redis.inbox;

import io.pagenow.presence.cluster.FriendshipWatch;
import io.pagenow.presence.concurrent.BackgroundLoop;
import io.pagenow.presence.concurrent.BackgroundLoops;
import io.pagenow.presence.model.UnavailableException;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.redis.connection.Pool;
import io.pagenow.presence.redis.connection.Shards;
import io.pagenow.presence.revocation.Revocations;
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
 * Receives notifications from other programs. A message contains user ids, separated by spaces.
 *
 * <ul>
 *   <li>{@value #FRIENDSHIPS}: both users of each changed friendship. A lost message does no harm:
 *       the next refresh of the friend lists finds the change within seconds.
 *   <li>{@value #REVOCATIONS}: users whose tokens are revoked. Each node that gets the message
 *       records it in the {@link io.pagenow.presence.revocation.RevocationLog}, which the other
 *       nodes read every few seconds.
 * </ul>
 */
@Singleton
public final class NotificationChannels {

  static final String FRIENDSHIPS = "presence:friendships";
  static final String REVOCATIONS = "presence:revocations";

  /** The connection breaks after a minute without messages, which ends a round. */
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private static final Logger LOG = Logger.getLogger(NotificationChannels.class.getName());

  private final Shards redis;
  private final FriendshipWatch watch;
  private final Revocations revocations;
  private final BackgroundLoop loop;
  private final Subscription subscription = new Subscription();

  @Inject
  public NotificationChannels(
      @Pool(Pool.For.NOTIFICATIONS) Shards redis,
      FriendshipWatch watch,
      Revocations revocations,
      BackgroundLoops loops) {
    this.redis = redis;
    this.watch = watch;
    this.revocations = revocations;
    this.loop = loops.repeat("presence-redis-notifications", LIMIT, this::listen);
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
      subscription.proceed(connection, FRIENDSHIPS, REVOCATIONS);
    } catch (JedisException e) {
      LOG.log(Level.FINE, "Cannot receive notifications; reconnecting", e);
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
        if (channel.equals(REVOCATIONS)) {
          revocations.revoke(users);
        } else {
          watch.refresh(users);
        }
      } catch (UnavailableException e) {
        LOG.log(
            Level.WARNING,
            "A notification on {0} cannot be handled: {1}",
            new Object[] {channel, e.detail()});
      }
    }
  }
}
