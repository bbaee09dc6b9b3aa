package io.pagenow.presence.protocol.v2;

import io.pagenow.presence.model.Visibility;
import java.util.Optional;

/** A message from a version 2 client, with the id that the client gave it. */
public sealed interface Request {

  String id();

  /** Handles each kind of request. */
  interface Handler {
    void heartbeat(Heartbeat heartbeat);

    void update(Update update);

    void authenticate(Authenticate authenticate);

    void changeVisibility(ChangeVisibility change);
  }

  /** Calls the method of the handler for this kind of request. */
  void handle(Handler handler);

  /** {@code {"action":"heartbeat","id":"…"}}. */
  record Heartbeat(String id) implements Request {
    @Override
    public void handle(Handler handler) {
      handler.heartbeat(this);
    }
  }

  /**
   * {@code {"action":"update","id":"…","page":{"url":"…","title":"…"}}}.
   *
   * @param page the page as the client sent it; empty if the client hides it
   */
  record Update(String id, Optional<SentPage> page) implements Request {
    @Override
    public void handle(Handler handler) {
      handler.update(this);
    }
  }

  /** A page as a client sent it. */
  record SentPage(String url, String title) {}

  /** {@code {"action":"authenticate","id":"…","token":"…"}}. */
  record Authenticate(String id, String token) implements Request {
    @Override
    public void handle(Handler handler) {
      handler.authenticate(this);
    }

    /** Returns a text for logs, without the token. */
    @Override
    public String toString() {
      return "Authenticate[" + id + "]";
    }
  }

  /** {@code {"action":"visibility","id":"…","visibility":"nobody"}}. */
  record ChangeVisibility(String id, Visibility visibility) implements Request {
    @Override
    public void handle(Handler handler) {
      handler.changeVisibility(this);
    }
  }
}
