package io.pagenow.presence.delivery;

import io.pagenow.presence.model.UserId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The version of the last message about each user. Messages about one user arrive in two ways, from
 * connections of this node and from other nodes, and may overtake each other. This class delivers
 * them one at a time for each user and drops outdated ones. Thread-safe.
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

  /** Runs the action if the message is newer than all before it, and before any newer message. */
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

  /** Runs the action unless a newer message was delivered. Does not record the version. */
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

  /**
   * Returns the version of the last message about the user if it showed the user online, or else 0.
   */
  long shown(UserId user) {
    Map<UserId, Last> stripe = stripe(user);
    synchronized (stripe) {
      Last last = stripe.get(user);
      return last != null && last.online() ? last.version() : 0;
    }
  }

  /** Removes all users that do not match the predicate. */
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
