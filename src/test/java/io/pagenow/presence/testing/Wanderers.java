package io.pagenow.presence.testing;

import io.pagenow.presence.model.UserId;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/**
 * Users who come, say something and go, by chance: the same seed makes the same choices. They bear
 * with servers that do not let them in. For use by one thread.
 */
public final class Wanderers implements AutoCloseable {

  private enum Deed {
    CAME,
    WAS_NOT_LET_IN,
    LEFT,
    BROKE_OFF,
    SAID_SOMETHING,
    WAS_ACTIVE
  }

  private final HttpClient http = HttpClient.newHttpClient();
  private final List<UserId> users;
  private final Function<UserId, String> tokens;
  private final List<URI> nodes;
  private final Random random;
  private final Map<UserId, CrowdMember> here = new HashMap<>();
  private final Map<Deed, Integer> deeds = new EnumMap<>(Deed.class);
  private long number;

  public Wanderers(
      List<UserId> users, Function<UserId, String> tokens, List<URI> nodes, long seed) {
    this.users = users;
    this.tokens = tokens;
    this.nodes = nodes;
    this.random = new Random(seed);
  }

  /** One of them does something. */
  public void step() {
    UserId user = users.get(random.nextInt(users.size()));
    int chance = random.nextInt(100);
    CrowdMember member = here.get(user);
    if (member == null || member.isClosed()) {
      count(come(user) ? Deed.CAME : Deed.WAS_NOT_LET_IN);
    } else if (chance < 80) {
      member.update(++number, "");
      count(Deed.SAID_SOMETHING);
    } else if (chance < 90) {
      member.heartbeat();
      count(Deed.WAS_ACTIVE);
    } else {
      here.remove(user);
      if (chance < 97) {
        member.close();
      } else {
        member.breakOff();
      }
      count(chance < 97 ? Deed.LEFT : Deed.BROKE_OFF);
    }
  }

  /** Whether all are gone in good order, who come for that where they are not here. */
  public boolean leave() {
    boolean all = true;
    for (UserId user : users) {
      CrowdMember member = here.get(user);
      all &= (member != null && !member.isClosed()) || come(user);
    }
    if (all) {
      here.values().forEach(CrowdMember::close);
      here.clear();
    }
    return all;
  }

  private boolean come(UserId user) {
    URI node = nodes.get(random.nextInt(nodes.size()));
    try {
      here.put(user, CrowdMember.connect(http, node, tokens.apply(user), text -> {}));
      return true;
    } catch (CompletionException e) {
      return false;
    }
  }

  private void count(Deed deed) {
    deeds.merge(deed, 1, Integer::sum);
  }

  /** How often they did what. */
  @Override
  public String toString() {
    return deeds.toString();
  }

  @Override
  public void close() {
    here.values().forEach(CrowdMember::breakOff);
  }
}
