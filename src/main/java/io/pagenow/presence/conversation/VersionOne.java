package io.pagenow.presence.conversation;

import io.pagenow.presence.delivery.Connection;
import io.pagenow.presence.delivery.Hub;
import io.pagenow.presence.metrics.ClientMeters;
import io.pagenow.presence.metrics.ClientMeters.MessageType;
import io.pagenow.presence.model.Page;
import io.pagenow.presence.presence.PresenceService;
import io.pagenow.presence.protocol.BadMessageException;
import io.pagenow.presence.protocol.ClientMessage;
import io.pagenow.presence.protocol.ClientMessage.Update;
import io.pagenow.presence.protocol.ErrorCode;
import io.pagenow.presence.protocol.ServerMessages;
import io.pagenow.presence.protocol.page.Pages;
import java.util.concurrent.CompletionStage;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Version 1: only errors are answered. */
final class VersionOne implements Conversation {

  private static final Logger LOG = Logger.getLogger(VersionOne.class.getName());

  private final Connection connection;
  private final PresenceService presence;
  private final Hub hub;
  private final ClientMeters meters;

  VersionOne(Connection connection, PresenceService presence, Hub hub, ClientMeters meters) {
    this.connection = connection;
    this.presence = presence;
    this.hub = hub;
    this.meters = meters;
  }

  @Override
  public void receive(String text) {
    try {
      ClientMessage message = ClientMessage.decode(text);
      message.match(
          heartbeat -> reply(MessageType.HEARTBEAT, presence.heartbeat(connection)),
          update -> reply(MessageType.UPDATE, presence.update(connection, page(update))));
    } catch (BadMessageException e) {
      refuse(e.code(), e.detail());
    }
  }

  /**
   * Returns the page of an update. If the url has a flaw, the page is hidden, so that friends do
   * not see the previous page any more.
   */
  private Page page(Update update) {
    Pages.flawOf(update.url())
        .map(Refusals::of)
        .ifPresent(refusal -> refuse(refusal.code(), refusal.detail()));
    return Pages.of(update.url(), update.title());
  }

  private CompletionStage<?> reply(MessageType type, CompletionStage<?> recorded) {
    return recorded.whenComplete(
        (result, failure) -> {
          meters.handled(type, failure == null);
          if (failure != null) {
            LOG.log(
                Level.FINE, "A message was not recorded; the client is asked to retry", failure);
            refuse(ErrorCode.UNAVAILABLE, Refusals.UNAVAILABLE);
          }
        });
  }

  @Override
  public void refuse(ErrorCode code, String detail) {
    meters.refused(code);
    String error = ServerMessages.error(code, detail);
    hub.reply(connection, error, error);
  }
}
