package io.pagenow.presence.conversation;

import io.pagenow.presence.protocol.ErrorCode;

/**
 * The messages of one client, in one version of the protocol. One thread at a time uses it. No
 * method blocks, unless the client sends a fresh token.
 */
public interface Conversation {

  /** Handles a message, and answers it. */
  void receive(String text);

  /** Answers a message that was not read. */
  void refuse(ErrorCode code, String detail);
}
