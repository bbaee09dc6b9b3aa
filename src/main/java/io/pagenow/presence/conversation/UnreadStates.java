package io.pagenow.presence.conversation;

import io.pagenow.presence.delivery.Opening;
import io.pagenow.presence.model.UnavailableException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Semaphore;

/** Bounds the memory of states that clients have not read yet. Thread-safe. */
final class UnreadStates {

  /** The maximum total size, in characters. */
  private static final int TOTAL = 64 << 20;

  private final Semaphore free = new Semaphore(TOTAL);

  /**
   * Returns an opening with these messages.
   *
   * @throws UnavailableException if clients have not read too many states
   */
  Opening opening(List<String> messages) {
    if (!free.tryAcquire(messages.stream().mapToInt(String::length).sum())) {
      throw new UnavailableException("Memory for the state");
    }
    return new Unread(new ArrayDeque<>(messages));
  }

  private final class Unread implements Opening {

    private final Queue<String> messages;

    Unread(Queue<String> messages) {
      this.messages = messages;
    }

    @Override
    public boolean hasNext() {
      return !messages.isEmpty();
    }

    @Override
    public String next() {
      String message = messages.remove();
      free.release(message.length());
      return message;
    }

    @Override
    public void close() {
      while (hasNext()) {
        next();
      }
    }
  }
}
