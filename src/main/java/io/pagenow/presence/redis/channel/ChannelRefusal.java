package io.pagenow.presence.redis.channel;

import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.Logger;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/** Remembers for half a minute that Redis refuses subscriptions, and logs it. Not thread-safe. */
final class ChannelRefusal {

  private static final Logger LOG = Logger.getLogger(ChannelRefusal.class.getName());
  private static final long RETRY_NANOS = Duration.ofSeconds(30).toNanos();

  private boolean refused;
  private long at;

  /** Returns whether the last refusal is less than half a minute ago. */
  boolean lasts() {
    return refused && System.nanoTime() - at < RETRY_NANOS;
  }

  /** Records a failure to subscribe; ignores those that a new connection may solve. */
  void accept(JedisException failure) {
    String message = String.valueOf(failure.getMessage());
    if (!(failure instanceof JedisDataException)) {
      return;
    }
    if (message.startsWith("NOPERM")) {
      log(
          Level.WARNING,
          "The user of Redis may not use the channels of the nodes, so events take the slower way"
              + " through streams. Allow them with &presence:* in the rules of the user",
          failure);
    } else if (message.contains("unknown command")) {
      log(
          Level.INFO,
          "Redis has no sharded channels, which need version 7. Events go through streams",
          failure);
    }
  }

  /** Records that a subscription works. */
  void end() {
    refused = false;
  }

  private void log(Level level, String message, JedisException failure) {
    if (!refused) {
      LOG.log(level, message, failure);
    }
    refused = true;
    at = System.nanoTime();
  }
}
