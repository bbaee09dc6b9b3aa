package io.pagenow.presence.rehearsal;

import io.pagenow.presence.cluster.Node;
import io.pagenow.presence.cluster.SharingWatch;
import io.pagenow.presence.cluster.drain.Drain;
import io.pagenow.presence.cluster.subscription.SubscribedUsers;
import io.pagenow.presence.conversation.Conversations;
import io.pagenow.presence.conversation.FreshTokens;
import io.pagenow.presence.conversation.Resumption;
import io.pagenow.presence.conversation.States;
import io.pagenow.presence.delivery.Hub;
import io.pagenow.presence.delivery.event.LatestEvents;
import io.pagenow.presence.friends.FriendLists;
import io.pagenow.presence.friends.Friendships;
import io.pagenow.presence.metrics.ClientMeters;
import io.pagenow.presence.presence.EventDelivery;
import io.pagenow.presence.presence.PendingWrites;
import io.pagenow.presence.presence.PresenceService;
import io.pagenow.presence.presence.query.CurrentFriends;
import io.pagenow.presence.protocol.BadMessageException;
import io.pagenow.presence.protocol.ErrorCode;
import io.pagenow.presence.security.TokenFilter;
import io.pagenow.presence.security.TokenVerifier;
import io.pagenow.presence.security.VerifiedTokens;
import io.pagenow.presence.security.keys.TokenKeys;
import io.pagenow.presence.sharing.RuleReader;
import io.pagenow.presence.sharing.Sharing;
import io.pagenow.presence.sharing.UserRules;
import io.pagenow.presence.websocket.HandshakeFilter;
import io.pagenow.presence.websocket.SocketParts;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * A node beside the real one, for one round of a rehearsal: the same classes, with connections,
 * friend lists and meters of its own. It reads from the real stores and writes nothing. Nobody but
 * the clients of the rehearsal has tokens for it. Thread-safe.
 */
final class RehearsalNode {

  private final TokenFilter tokens = new TokenFilter();
  private final HandshakeFilter handshakes = new HandshakeFilter();

  /** A request that the filters and the server handle as if it was for the real socket. */
  private static final class SocketRequest extends HttpServletRequestWrapper {

    SocketRequest(HttpServletRequest request) {
      super(request);
    }

    @Override
    public String getServletPath() {
      return "/ws";
    }
  }

  RehearsalNode(RehearsalServices real, TokenKeys keys) {
    ClientMeters meters = ClientMeters.none();
    TokenVerifier verifier = new TokenVerifier(real.settings().tokens(), keys);
    // Each round has the same tokens, but the tokens of real clients are new to the node.
    tokens.use(VerifiedTokens.withoutMemory(verifier), real.revocations(), real.settings(), meters);
    handshakes.use(parts(real, meters));
  }

  /** Returns the parts of a node that is running. */
  static SocketParts parts(RehearsalServices real, ClientMeters meters) {
    Hub hub = new Hub();
    LatestEvents latestEvents = new LatestEvents(hub);
    UserRules rules = new UserRules(new RehearsalSharing(real.sharingLists()));
    Sharing sharing = new Sharing(rules, new RuleReader(rules), real.settings());
    Friendships friendships = new RehearsalFriendships(real.friendships());
    FriendLists lists = new FriendLists(friendships, rules);
    EventDelivery delivery = new EventDelivery(hub, lists, latestEvents);
    RehearsalStore store = new RehearsalStore(real.store());
    PendingWrites writes = new PendingWrites(store, hub, delivery, sharing);
    SubscribedUsers subscribed = new SubscribedUsers(store, lists);
    Drain drain = new Drain(hub, writes, subscribed);
    SharingWatch watch =
        new SharingWatch(rules, sharing, new RehearsalPages(real.pages()), writes, delivery);
    Node node = new Node(hub, lists, store, subscribed, writes, real.lease(), drain, watch);
    node.start();
    PresenceService presence = new PresenceService(store, delivery, writes, sharing, store);
    FreshTokens none =
        token -> {
          throw new BadMessageException(ErrorCode.INVALID_TOKEN, "A rehearsal has no such token");
        };
    Conversations conversations =
        new Conversations(
            presence, latestEvents, none, real.delivered(), hub, meters, real.settings());
    States states =
        new States(
            lists,
            new CurrentFriends(
                friendships, new RehearsalReader(real.reader()), latestEvents, store),
            real.ownPresences(),
            new Resumption(real.delivered(), real.resumeLimit()),
            hub,
            latestEvents,
            real.settings());
    return new SocketParts(
        node, presence, hub, conversations, states, real.sockets(), real.settings(), meters);
  }

  /**
   * Handles a request as the filters of the real socket do, and then lets the server open a socket.
   */
  void accept(HttpServletRequest request, HttpServletResponse response, FilterChain server)
      throws IOException, ServletException {
    tokens.doFilter(
        new SocketRequest(request),
        response,
        (verified, same) -> handshakes.doFilter(verified, same, server));
  }
}
