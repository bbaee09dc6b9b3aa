package io.pagenow.presence.delivery.event;

import io.pagenow.presence.delivery.Hub;
import io.pagenow.presence.delivery.Message;
import io.pagenow.presence.delivery.Outbox;
import io.pagenow.presence.metrics.DeliveryMeters.Source;
import io.pagenow.presence.model.Friend;
import io.pagenow.presence.model.Presence.Online;
import io.pagenow.presence.model.PresenceEvent;
import io.pagenow.presence.model.PresenceEvent.Updated;
import io.pagenow.presence.model.ProtocolVersion;
import io.pagenow.presence.model.UserId;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The latest event of each user. Events of one user arrive in two ways, from connections of this
 * node and from other nodes, and may overtake each other. This class delivers them one at a time
 * for each user, and drops outdated ones. Thread-safe.
 *
 * <p>The events of a user are guarded by one of 64 locks. A method that holds it looks up who gets
 * the event, and puts it into their outboxes, whose locks it takes one after the other. Then it
 * releases the lock and sends. So a slow send does not delay the events of other users, and the
 * outboxes keep the order.
 */
@Singleton
public final class LatestEvents {

  private static final int STRIPES = 64;

  private final Hub hub;
  private final BiFunction<PresenceEvent, ProtocolVersion, String> encode;
  private final List<Map<UserId, Latest>> stripes = new ArrayList<>(STRIPES);

  @Inject
  public LatestEvents(Hub hub) {
    this(hub, Encoding::encode);
  }

  public LatestEvents(Hub hub, BiFunction<PresenceEvent, ProtocolVersion, String> encode) {
    this.hub = hub;
    this.encode = encode;
    Stream.generate(HashMap<UserId, Latest>::new).limit(STRIPES).forEach(stripes::add);
  }

  /**
   * Delivers an event to the connections of its audience on this node. Drops it if an event with
   * the same or a greater version was delivered before.
   *
   * @param friends called while no other event of the user is delivered. Friends whose friendship
   *     {@linkplain FriendshipDelivery#deliverEnd ended} before must not be in the result
   */
  public void deliver(PresenceEvent event, Supplier<? extends Collection<UserId>> friends) {
    deliver(event, friends, Source.HERE);
  }

  /** Delivers an event that another node published, as {@link #deliver} does. */
  public void deliverFromInbox(
      PresenceEvent event, Supplier<? extends Collection<UserId>> friends) {
    deliver(event, friends, Source.INBOX);
  }

  private void deliver(
      PresenceEvent event, Supplier<? extends Collection<UserId>> friends, Source source) {
    Message message = Encoding.message(event, source, encode);
    List<Outbox> ready = new ArrayList<>();
    Map<UserId, Latest> stripe = stripe(event.user());
    synchronized (stripe) {
      if (isNewest(stripe, event)) {
        if (event.audience().hasUser()) {
          hub.offer(event.user(), message, ready);
        }
        if (event.audience().hasFriends()) {
          friends.get().forEach(friend -> hub.offer(friend, message, ready));
        }
      } else {
        hub.meters().outdated();
      }
    }
    ready.forEach(Outbox::send);
  }

  /**
   * Delivers messages about a user to one recipient. Does nothing if an event with a greater
   * version was delivered before.
   *
   * @param mayKnow returns whether the recipient may get them; called while no other event of the
   *     user is delivered
   * @return whether no greater version was delivered before
   */
  boolean deliverTo(
      UserId recipient, UserId user, long version, BooleanSupplier mayKnow, Message... messages) {
    List<Outbox> ready = new ArrayList<>();
    Map<UserId, Latest> stripe = stripe(user);
    synchronized (stripe) {
      Latest last = stripe.get(user);
      if (last != null && last.version() > version) {
        return false;
      }
      if (mayKnow.getAsBoolean()) {
        for (Message message : messages) {
          hub.offer(recipient, message, ready);
        }
      }
    }
    ready.forEach(Outbox::send);
    return true;
  }

  /**
   * Returns the latest event of a user who is connected to this node, so that the node can restore
   * it if the store loses it. Empty if the user is offline or unknown.
   */
  public Optional<Updated> of(UserId user) {
    return latest(user).flatMap(last -> Optional.ofNullable(last.held()));
  }

  /** Returns the version of the latest event of a user; 0 if it is unknown. */
  public long versionOf(UserId user) {
    return latest(user).map(Latest::version).orElse(0L);
  }

  /** Returns the version of the latest event of a user if it shows the user online, or else 0. */
  public long shown(UserId user) {
    return latest(user).filter(Latest::online).map(Latest::version).orElse(0L);
  }

  /** Records that a message which is no event, such as a state, shows a user to a friend. */
  public void recordShown(Friend friend) {
    UserId user = friend.user();
    long online = friend.presence().match(Online::version, offline -> 0L);
    if (online > 0) {
      Map<UserId, Latest> stripe = stripe(user);
      synchronized (stripe) {
        stripe.put(user, stripe.getOrDefault(user, Latest.UNKNOWN).shownTo(online));
      }
    }
  }

  /**
   * Returns the last event about a user, if this node has shown the user online to friends and not
   * offline since.
   */
  public Optional<ShownOnline> shownOnline(UserId user) {
    return latest(user).flatMap(last -> last.shownOnline(user));
  }

  /** Returns which users see a user, as far as the latest event tells. */
  public KnownVisibility visibilityOf(UserId user) {
    return latest(user).map(Latest::known).orElse(KnownVisibility.DEFAULT);
  }

  private Optional<Latest> latest(UserId user) {
    Map<UserId, Latest> stripe = stripe(user);
    synchronized (stripe) {
      return Optional.ofNullable(stripe.get(user));
    }
  }

  /**
   * Removes all users that do not match the predicate, and the events of users who are no longer
   * connected.
   */
  public void retain(Predicate<UserId> relevant) {
    for (Map<UserId, Latest> stripe : stripes) {
      synchronized (stripe) {
        stripe.keySet().removeIf(relevant.negate());
        stripe.replaceAll((user, last) -> hub.isConnected(user) ? last : last.withoutEvent());
      }
    }
  }

  /** Records an event, unless a newer one is recorded. Returns whether it is new. */
  private boolean isNewest(Map<UserId, Latest> stripe, PresenceEvent event) {
    Latest last = stripe.getOrDefault(event.user(), Latest.UNKNOWN);
    if (last.version() > event.version()) {
      return false;
    }
    // If it is recorded already, its user may have connected since.
    stripe.put(event.user(), last.followedBy(event, hub.isConnected(event.user())));
    return last.version() < event.version();
  }

  private Map<UserId, Latest> stripe(UserId user) {
    return stripes.get(Math.floorMod(user.hashCode(), STRIPES));
  }
}
