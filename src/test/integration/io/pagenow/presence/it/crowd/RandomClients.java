package io.pagenow.presence.it.crowd;

import io.pagenow.presence.model.UserId;
import io.pagenow.presence.testing.WebSocketClient;
import io.pagenow.presence.testing.WebSocketClient.Options;
import java.net.URI;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/**
 * Users that connect, send updates and disconnect at random: the same seed makes the same choices.
 * They tolerate servers that refuse connections. For use by one thread.
 */
public final class RandomClients implements AutoCloseable {

  private enum Action {
    CONNECTED,
    WAS_REFUSED,
    CLOSED,
    BROKE,
    SENT_UPDATE,
    SENT_HEARTBEAT
  }

  private final List<UserId> users;
  private final Function<UserId, String> tokens;
  private final List<URI> nodes;
  private final Random random;
  private final Map<UserId, WebSocketClient> here = new HashMap<>();
  private final Map<Action, Integer> actions = new EnumMap<>(Action.class);
  private long number;

  public RandomClients(
      List<UserId> users, Function<UserId, String> tokens, List<URI> nodes, long seed) {
    this.users = users;
    this.tokens = tokens;
    this.nodes = nodes;
    this.random = new Random(seed);
  }

  /** Runs one random action of one random user. */
  public void step() {
    UserId user = users.get(random.nextInt(users.size()));
    int chance = random.nextInt(100);
    WebSocketClient member = here.get(user);
    if (member == null || !member.isOpen()) {
      count(connect(user) ? Action.CONNECTED : Action.WAS_REFUSED);
    } else if (chance < 80) {
      member.send(CrowdUser.message(++number, ""));
      count(Action.SENT_UPDATE);
    } else if (chance < 90) {
      member.send("{\"action\":\"heartbeat\"}");
      count(Action.SENT_HEARTBEAT);
    } else {
      here.remove(user);
      if (chance < 97) {
        member.close();
      } else {
        member.breakOff();
      }
      count(chance < 97 ? Action.CLOSED : Action.BROKE);
    }
  }

  /**
   * Closes the connection of every user gracefully. A user without a connection first opens one.
   *
   * @return whether every user had a connection and closed it
   */
  public boolean closeAll() {
    boolean all = true;
    for (UserId user : users) {
      WebSocketClient member = here.get(user);
      all &= (member != null && member.isOpen()) || connect(user);
    }
    if (all) {
      here.values().forEach(WebSocketClient::close);
      here.clear();
    }
    return all;
  }

  private boolean connect(UserId user) {
    URI node = nodes.get(random.nextInt(nodes.size()));
    try {
      here.put(user, connect(node, tokens.apply(user)));
      return true;
    } catch (CompletionException e) {
      return false;
    }
  }

  private static WebSocketClient connect(URI node, String token) {
    return WebSocketClient.open(node, token, Options.DEFAULT, new WebSocketClient.Listener() {})
        .opened()
        .join();
  }

  private void count(Action action) {
    actions.merge(action, 1, Integer::sum);
  }

  /** Returns the number of actions of each kind. */
  @Override
  public String toString() {
    return actions.toString();
  }

  @Override
  public void close() {
    here.values().forEach(WebSocketClient::breakOff);
  }
}
