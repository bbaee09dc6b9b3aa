package io.pagenow.presence.conversation;

import io.pagenow.presence.cluster.subscription.DeliveredUntil;
import io.pagenow.presence.delivery.Connection;
import io.pagenow.presence.delivery.Disconnect;
import io.pagenow.presence.delivery.Hub;
import io.pagenow.presence.delivery.event.LatestEvents;
import io.pagenow.presence.metrics.ClientMeters;
import io.pagenow.presence.metrics.ClientMeters.MessageType;
import io.pagenow.presence.model.Page;
import io.pagenow.presence.model.UnavailableException;
import io.pagenow.presence.presence.PresenceService;
import io.pagenow.presence.protocol.BadMessageException;
import io.pagenow.presence.protocol.ErrorCode;
import io.pagenow.presence.protocol.page.Pages;
import io.pagenow.presence.protocol.page.UrlFlaw;
import io.pagenow.presence.protocol.v2.Replies;
import io.pagenow.presence.protocol.v2.Request.Authenticate;
import io.pagenow.presence.protocol.v2.Request.ChangeVisibility;
import io.pagenow.presence.protocol.v2.Request.Handler;
import io.pagenow.presence.protocol.v2.Request.Heartbeat;
import io.pagenow.presence.protocol.v2.Request.SentPage;
import io.pagenow.presence.protocol.v2.Request.Update;
import io.pagenow.presence.protocol.v2.RequestReader;
import io.pagenow.presence.protocol.v2.Since;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Version 2: each message is answered with an {@code ack} or an {@code error}. */
final class VersionTwo implements Conversation, Handler {

  /** How long a connection stays open after its token expired. */
  static final Duration GRACE = Duration.ofMinutes(1);

  private static final Logger LOG = Logger.getLogger(VersionTwo.class.getName());

  private final Connection connection;
  private final PresenceService presence;
  private final LatestEvents latestEvents;
  private final FreshTokens tokens;
  private final DeliveredUntil delivered;
  private final Hub hub;
  private final ClientMeters meters;

  VersionTwo(
      Connection connection,
      PresenceService presence,
      LatestEvents latestEvents,
      FreshTokens tokens,
      DeliveredUntil delivered,
      Hub hub,
      ClientMeters meters) {
    this.connection = connection;
    this.presence = presence;
    this.latestEvents = latestEvents;
    this.tokens = tokens;
    this.delivered = delivered;
    this.hub = hub;
    this.meters = meters;
  }

  @Override
  public void receive(String text) {
    Optional<String> id = Optional.empty();
    try {
      RequestReader reader = new RequestReader(text);
      id = reader.id();
      reader.read().handle(this);
    } catch (BadMessageException e) {
      refuse(id, e.code(), e.detail());
    } catch (UnavailableException e) {
      refuse(id, ErrorCode.UNAVAILABLE, e.detail());
    }
  }

  @Override
  public void heartbeat(Heartbeat heartbeat) {
    reply(
        MessageType.HEARTBEAT,
        heartbeat.id(),
        presence.heartbeat(connection).thenApply(done -> version()));
  }

  @Override
  public void update(Update update) {
    Optional<UrlFlaw> flaw = update.page().flatMap(page -> Pages.flawOf(page.url()));
    CompletionStage<OptionalLong> recorded =
        presence.update(connection, update.page().map(VersionTwo::page).orElse(Page.NONE));
    flaw.map(Refusals::of)
        .ifPresentOrElse(
            refusal -> refuse(Optional.of(update.id()), refusal.code(), refusal.detail()),
            () -> reply(MessageType.UPDATE, update.id(), recorded));
  }

  private static Page page(SentPage sent) {
    return Pages.of(sent.url(), sent.title());
  }

  @Override
  public void authenticate(Authenticate authenticate) {
    FreshTokens.Caller caller = tokens.verify(authenticate.token());
    if (!caller.user().equals(connection.user())) {
      refuse(
          Optional.of(authenticate.id()), ErrorCode.INVALID_TOKEN, "The token is of another user");
      connection.close(Disconnect.OTHER_USER);
      return;
    }
    Instant expiry = caller.expiry();
    connection.renew(expiry.plus(GRACE));
    String ack = Replies.authenticated(authenticate.id(), expiry);
    hub.reply(connection, ack, ack);
  }

  @Override
  public void changeVisibility(ChangeVisibility change) {
    reply(
        MessageType.VISIBILITY,
        change.id(),
        presence.changeVisibility(connection, change.visibility()));
  }

  /** Answers a message once it is recorded. */
  private void reply(MessageType type, String id, CompletionStage<OptionalLong> recorded) {
    recorded.whenComplete(
        (version, failure) -> {
          meters.handled(type, failure == null);
          if (failure == null) {
            hub.reply(
                connection,
                Replies.ack(id, version, since()),
                Replies.ack(id, version, Optional.empty()));
          } else {
            LOG.log(
                Level.FINE, "A message was not recorded; the client is asked to retry", failure);
            refuse(Optional.of(id), ErrorCode.UNAVAILABLE, Refusals.UNAVAILABLE);
          }
        });
  }

  /** Returns the value from which the client can resume; empty if there is none. */
  private Optional<String> since() {
    OptionalLong until = delivered.version();
    OptionalLong digest = connection.friends().digest();
    return until.isEmpty() || digest.isEmpty()
        ? Optional.empty()
        : Optional.of(new Since(until.getAsLong(), digest.getAsLong()).toString());
  }

  /** Returns the version of the user's presence; empty if the user is offline. */
  private OptionalLong version() {
    long version = latestEvents.shown(connection.user());
    return version == 0 ? OptionalLong.empty() : OptionalLong.of(version);
  }

  @Override
  public void refuse(ErrorCode code, String detail) {
    refuse(Optional.empty(), code, detail);
  }

  private void refuse(Optional<String> id, ErrorCode code, String detail) {
    meters.refused(code);
    String error = Replies.error(id, code, detail);
    hub.reply(connection, error, error);
  }
}
