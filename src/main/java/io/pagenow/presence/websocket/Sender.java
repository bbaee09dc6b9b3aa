package io.pagenow.presence.websocket;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends text messages on one session, as the server does it best.
 *
 * <p>Does not block. One message is sent at a time.
 */
public interface Sender {

  /**
   * Sends one message.
   *
   * @param done called once, from any thread and perhaps before this method returns, with null
   *     where the message is handed to the network and with the failure where it is not
   */
  void send(String text, Consumer<@Nullable Throwable> done);
}
