package io.pagenow.presence.redis;

import io.pagenow.presence.model.UnavailableException;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.tracking.FriendshipWatch;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadFactory;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import redis.clients.jedis.Connection;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Listens for programs that say whose friendships changed, so that it shows at once and not with
 * the next look at the database. A message on the channel {@value #CHANNEL} names users, separated
 * by spaces: both sides of what changed.
 *
 * <p>Nothing depends on a message that is lost: the database is looked at every few seconds anyway.
 */
@Singleton
public final class FriendshipNews {

  static final String CHANNEL = "presence:friendships";

  private static final Logger LOG = Logger.getLogger(FriendshipNews.class.getName());

  private final Shards redis;
  private final FriendshipWatch watch;
  private final Worker worker;
  private final Subscription subscription = new Subscription();

  @Inject
  public FriendshipNews(
      @Use(Use.For.NEWS) Shards redis, FriendshipWatch watch, ThreadFactory threads) {
    this.redis = redis;
    this.watch = watch;
    this.worker = new Worker(threads, "presence-redis-friendships", this::work);
  }

  void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
    worker.start();
  }

  @PreDestroy
  void stop() {
    worker.stop(subscription::end);
  }

  private void work() {
    while (!worker.isStopped()) {
      try {
        listen();
      } catch (JedisException e) {
        LOG.log(Level.FINE, "No news of friendships", e);
        worker.pause();
      }
    }
  }

  private void listen() {
    // A cluster passes messages of channels on to all its members.
    try (Connection connection = redis.connect(0)) {
      subscription.proceed(connection, CHANNEL);
    }
  }

  private final class Subscription extends JedisPubSub {
    void end() {
      try {
        if (isSubscribed()) {
          unsubscribe();
        }
      } catch (JedisException e) {
        LOG.log(Level.FINE, "The connection broke before", e);
      }
    }

    @Override
    public void onSubscribe(String channel, int subscribedChannels) {
      if (worker.isStopped()) {
        unsubscribe();
      }
    }

    @Override
    public void onMessage(String channel, String message) {
      Set<UserId> users =
          Arrays.stream(message.split("\\s+", -1))
              .map(UserId::parse)
              .flatMap(Optional::stream)
              .collect(Collectors.toSet());
      try {
        watch.look(users);
      } catch (UnavailableException e) {
        LOG.log(Level.FINE, "The next look will see it", e);
      }
    }
  }
}
