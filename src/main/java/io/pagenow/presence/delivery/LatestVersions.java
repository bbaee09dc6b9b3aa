package io.pagenow.presence.delivery;

import io.pagenow.presence.model.UserId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The last message about each user that passed through this node. Messages about one user come on
 * two ways, from connections of this node and from other nodes, and may overtake each other; here
 * they are put in line, one at a time for a user.
 */
final class LatestVersions {

  private static final int STRIPES = 64;

  private final List<Map<UserId, Last>> stripes = new ArrayList<>(STRIPES);

  private record Last(long version, boolean online) {}

  LatestVersions() {
    for (int i = 0; i < STRIPES; i++) {
      stripes.add(new HashMap<>());
    }
  }

  /** Runs the action where the message is newer than all before it, and before any newer one. */
  void ifNewer(Message message, Runnable action) {
    Map<UserId, Last> stripe = stripe(message.about());
    synchronized (stripe) {
      Last last = stripe.get(message.about());
      if (last == null || last.version() < message.version()) {
        stripe.put(message.about(), new Last(message.version(), message.online()));
        action.run();
      }
    }
  }

  /** Runs the action, for one user more, unless a newer message passed. The message does not. */
  void ifNotOlder(Message message, Runnable action) {
    Map<UserId, Last> stripe = stripe(message.about());
    synchronized (stripe) {
      Last last = stripe.get(message.about());
      if (last == null || last.version() <= message.version()) {
        action.run();
      }
    }
  }

  /** Runs the action while no message about the user is delivered. */
  void exclusively(UserId about, Runnable action) {
    synchronized (stripe(about)) {
      action.run();
    }
  }

  /** The version of the last message about the user where it showed them online, else 0. */
  long shown(UserId user) {
    Map<UserId, Last> stripe = stripe(user);
    synchronized (stripe) {
      Last last = stripe.get(user);
      return last != null && last.online() ? last.version() : 0;
    }
  }

  /** Forgets all users but those whom the predicate holds for. */
  void retain(Predicate<UserId> users) {
    for (Map<UserId, Last> stripe : stripes) {
      synchronized (stripe) {
        stripe.keySet().removeIf(users.negate());
      }
    }
  }

  private Map<UserId, Last> stripe(UserId user) {
    return stripes.get(Math.floorMod(user.hashCode(), STRIPES));
  }
}
