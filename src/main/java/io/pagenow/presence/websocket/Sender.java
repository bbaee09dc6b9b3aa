package io.pagenow.presence.websocket;

import io.pagenow.presence.delivery.WaitingTexts;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends text messages on one session, in the fastest way that the server has.
 *
 * <p>Does not block. The caller has one send in flight at a time.
 */
public interface Sender {

  /**
   * Sends one or more of the waiting texts, as many as the server can write at once.
   *
   * @param texts read on any thread, perhaps after this method returns
   * @param done called once, on any thread, perhaps before this method returns: with null if the
   *     messages were handed to the network, or else with the failure
   */
  void send(WaitingTexts texts, Consumer<@Nullable Throwable> done);
}
