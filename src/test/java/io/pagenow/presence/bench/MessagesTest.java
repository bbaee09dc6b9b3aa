package io.pagenow.presence.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.pagenow.presence.model.Activity;
import io.pagenow.presence.model.Page;
import io.pagenow.presence.model.PresenceEvent.TimedOut;
import io.pagenow.presence.model.PresenceEvent.Updated;
import io.pagenow.presence.model.UserId;
import io.pagenow.presence.protocol.ClientMessage;
import io.pagenow.presence.protocol.ClientMessage.Update;
import io.pagenow.presence.protocol.ServerMessages;
import io.pagenow.presence.protocol.page.Pages;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/**
 * Checks that the benchmark, which reads and writes messages by the byte, uses the format of the
 * application.
 */
class MessagesTest {

  private static final long SEQUENCE = 1_234_567;

  private final UserId user = new UserId(Texts.user(42));

  @Test
  void updateIsWhatTheApplicationUnderstands() throws Exception {
    String text = Messages.update(SEQUENCE).toString(StandardCharsets.UTF_8);
    assertEquals(Texts.said(SEQUENCE), text);
    Update update = (Update) ClientMessage.decode(text);
    assertTrue(update.url().endsWith("000001234567"), update.url());
  }

  @Test
  void heartbeatIsWhatTheApplicationUnderstands() throws Exception {
    String text = Messages.heartbeat().toString(StandardCharsets.UTF_8);
    assertInstanceOf(ClientMessage.Heartbeat.class, ClientMessage.decode(text));
  }

  @Test
  void theBaselineSendsTheSameAsTheApplication() throws Exception {
    assertEquals(ServerMessages.encode(event()), Texts.event(user.value(), Texts.said(SEQUENCE)));
    assertEquals(ServerMessages.encode(new TimedOut(user, 1)), Texts.timeout(user.value()));
  }

  @Test
  void numbersAreFoundInWhatTheApplicationSays() throws Exception {
    ByteBuf update = Unpooled.copiedBuffer(ServerMessages.encode(event()), StandardCharsets.UTF_8);
    assertTrue(Messages.isUpdate(update, 0));
    assertEquals(42, Messages.updatedUser(update, 0));
    assertEquals(SEQUENCE, Messages.sequence(update, 0));
    ByteBuf timeout =
        Unpooled.copiedBuffer(ServerMessages.encode(new TimedOut(user, 1)), StandardCharsets.UTF_8);
    assertTrue(Messages.isTimeout(timeout, 0));
    assertEquals(42, Messages.timedOutUser(timeout, 0));
  }

  private Updated event() throws Exception {
    Update said = (Update) ClientMessage.decode(Texts.said(SEQUENCE));
    Page page = Pages.of(said.url(), said.title());
    return new Updated(user, 1, Activity.showing(page));
  }
}
