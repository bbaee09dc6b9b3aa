package io.pagenow.presence.websocket;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends text messages on one session, in the fastest way that the server has.
 *
 * <p>Does not block. The caller sends one message at a time.
 */
public interface Sender {

  /**
   * Sends one message.
   *
   * @param done called once, on any thread, perhaps before this method returns: with null if the
   *     message was handed to the network, or else with the failure
   */
  void send(String text, Consumer<@Nullable Throwable> done);
}
