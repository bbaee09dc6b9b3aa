package io.pagenow.presence.bench;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reconnects clients that were closed, as the client library does: after the delay in the close
 * reason, otherwise after a random delay that doubles with each attempt. A load balancer chooses
 * the node. Used only on the generator's thread.
 */
final class Reconnecting extends NoListener {

  private static final Pattern DELAY = Pattern.compile("reconnect in (\\d{1,7}) ms");
  private static final long FIRST_BACK_OFF = 1_000;
  private static final long MAX_BACK_OFF = 60_000;

  private final Generator generator;
  private final int first;
  private final int[] nodes;
  private final int[] attempts;
  private final long[] left;
  private final LeastConnections balancer;
  private final BiConsumer<Client, Integer> move;
  private final TreeMap<String, Integer> incidents = new TreeMap<>();
  private boolean started;
  private long longestAway;
  private int timeouts;

  /**
   * @param first the first user of the generator
   * @param nodes the node of each user of the generator
   * @param balancer chooses the node of a client that reconnects
   * @param move lets a client connect to a node
   */
  Reconnecting(
      Generator generator,
      int first,
      int[] nodes,
      LeastConnections balancer,
      BiConsumer<Client, Integer> move) {
    this.generator = generator;
    this.first = first;
    this.nodes = nodes;
    this.attempts = new int[nodes.length];
    this.left = new long[nodes.length];
    this.balancer = balancer;
    this.move = move;
    for (int node : nodes) {
      balancer.opened(node);
    }
  }

  /** Reconnects clients that are closed, now or later. */
  void start() {
    started = true;
    for (int user = first; user < first + nodes.length; user++) {
      if (!generator.of(user).isOpen()) {
        closed(generator.of(user), true, "closed before the start");
      }
    }
  }

  /** Returns whether the connection of a user was closed since the start. */
  boolean hasLeft(int user) {
    return left[user - first] != 0;
  }

  RemoteGenerator.Reconnects counts() {
    return new RemoteGenerator.Reconnects(new TreeMap<>(incidents), longestAway, timeouts);
  }

  @Override
  public void closed(Client client, boolean wasOpen, String reason) {
    if (!started) {
      return;
    }
    int index = client.user() - first;
    happened(reason);
    if (wasOpen) {
      left[index] = System.nanoTime();
      attempts[index] = 0;
    }
    balancer.closed(nodes[index]);
    var unused =
        generator
            .loop()
            .schedule(() -> reopen(client), delay(reason, attempts[index]++), MILLISECONDS);
  }

  /** Counts what happened, without the delay or address, which differ. */
  private void happened(String reason) {
    incidents.merge(reason.replaceFirst("(; reconnect|: /127).*", ""), 1, Integer::sum);
  }

  private void reopen(Client client) {
    int node = balancer.choose();
    balancer.opened(node);
    nodes[client.user() - first] = node;
    move.accept(client, node);
    generator.reopen(client);
  }

  private static long delay(String reason, int attempt) {
    Matcher announced = DELAY.matcher(reason);
    if (announced.find()) {
      return Long.parseLong(announced.group(1));
    }
    long most = Math.min(MAX_BACK_OFF, FIRST_BACK_OFF << Math.min(attempt, 10));
    return ThreadLocalRandom.current().nextLong(most / 2, most + 1);
  }

  @Override
  public void opened(Client client) {
    long since = left[client.user() - first];
    if (since != 0) {
      longestAway = Math.max(longestAway, (System.nanoTime() - since) / 1_000_000);
    }
  }

  @Override
  public void timedOut(int receiver, int about, long time) {
    timeouts++;
  }

  @Override
  public void refused(String error) {
    happened(error);
  }
}
