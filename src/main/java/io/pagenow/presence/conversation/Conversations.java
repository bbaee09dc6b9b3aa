package io.pagenow.presence.conversation;

import io.pagenow.presence.cluster.subscription.DeliveredUntil;
import io.pagenow.presence.config.Settings;
import io.pagenow.presence.delivery.Connection;
import io.pagenow.presence.delivery.Hub;
import io.pagenow.presence.delivery.event.LatestEvents;
import io.pagenow.presence.metrics.ClientMeters;
import io.pagenow.presence.model.ProtocolVersion;
import io.pagenow.presence.presence.PresenceService;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;

/** Begins the conversation of each connection. Thread-safe. */
@Singleton
public final class Conversations {

  private final PresenceService presence;
  private final LatestEvents latestEvents;
  private final FreshTokens tokens;
  private final DeliveredUntil delivered;
  private final Hub hub;
  private final ClientMeters meters;
  private final Duration grace;

  @Inject
  public Conversations(
      PresenceService presence,
      LatestEvents latestEvents,
      FreshTokens tokens,
      DeliveredUntil delivered,
      Hub hub,
      ClientMeters meters,
      Settings settings) {
    this.presence = presence;
    this.latestEvents = latestEvents;
    this.tokens = tokens;
    this.delivered = delivered;
    this.hub = hub;
    this.meters = meters;
    this.grace = settings.tokens().grace();
  }

  /** Returns the conversation of a connection, in the protocol version of its client. */
  public Conversation begin(Connection connection) {
    return switch (connection.protocol()) {
      case V1 -> new VersionOne(connection, presence, hub, meters);
      case V2 -> new VersionTwo(connection, presence, latestEvents, tokens, delivered, hub, meters);
    };
  }

  /** Returns when a connection is closed whose token expires at the given time. */
  public Instant endOf(ProtocolVersion protocol, Instant expiry) {
    return expiry.plus(
        switch (protocol) {
          case V1 -> grace;
          case V2 -> VersionTwo.GRACE;
        });
  }
}
