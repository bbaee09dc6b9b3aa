package io.pagenow.presence.redis.channel;

import io.pagenow.presence.concurrent.BackgroundLoop;
import io.pagenow.presence.concurrent.BackgroundLoops;
import io.pagenow.presence.redis.pipeline.Scripts;
import io.pagenow.presence.redis.script.Argument;
import io.pagenow.presence.redis.script.Script;
import io.pagenow.presence.redis.script.ScriptCall;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Publishes the time to each channel of this node every second, as events are published. A probe
 * that arrives proves the subscription, unlike an answer to a {@code PING}: that may come from a
 * former primary.
 */
final class ChannelProbes {

  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final Duration LIMIT = Duration.ofMinutes(1);

  private final Scripts scripts;
  private final String node;
  private final List<ChannelState> states;
  private final BackgroundLoop loop;

  /**
   * @param states the state of each partition
   */
  ChannelProbes(Scripts scripts, String node, List<ChannelState> states, BackgroundLoops loops) {
    this.scripts = scripts;
    this.node = node;
    this.states = states;
    this.loop = loops.every(INTERVAL, "presence-redis-probes", LIMIT, this::publish);
  }

  void start() {
    loop.start();
  }

  void stop() {
    loop.stop();
  }

  private void publish() {
    ScriptCall probe = Script.PROBE_CHANNEL.call().with(Argument.NODE, node);
    for (int partition = 0; partition < states.size(); partition++) {
      ChannelState state = states.get(partition);
      long attempt = state.attempt();
      // Without a result the state stays, and the subscription gets no probe.
      CompletionStage<Object> result = scripts.run(partition, probe);
      var unused = result.thenAccept(times -> accept(state, attempt, (List<?>) times));
    }
  }

  private static void accept(ChannelState state, long attempt, List<?> result) {
    long micros = (Long) result.get(0);
    long subscriptions = (Long) result.get(1);
    state.probed(attempt, micros, subscriptions > 0);
  }
}
