package io.pagenow.presence.bench;

import jakarta.websocket.OnClose;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Properties;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The baseline for deliveries: the minimum that a server can do. It delivers each update to its
 * sender and the sender's friends. The friendships are in memory. It uses no token, no store and no
 * other node. The benchmark compares the cost of the application with it.
 */
@ServerEndpoint("/ws")
@SuppressWarnings("NullAway.Init") // The container calls open first.
public class BaselineEndpoint {

  private static final Graph GRAPH = graph();
  private static final AtomicReferenceArray<@Nullable Outlet> OUTLETS =
      new AtomicReferenceArray<>(GRAPH.users());

  private int user;
  private String id;
  private @Nullable Outlet outlet;

  @OnOpen
  public void open(Session session) {
    session.setMaxIdleTimeout(0);
    user = Integer.parseInt(session.getQueryString().substring("user=".length()));
    id = Texts.user(user);
    outlet = new Outlet(session);
    OUTLETS.set(user, outlet);
  }

  @OnMessage
  public void text(String said) {
    String event = Texts.event(id, said);
    tell(user, event);
    tellFriends(event);
  }

  @OnClose
  public void close() {
    // A broken connection may be closed after its user has reconnected.
    OUTLETS.compareAndSet(user, outlet, null);
    tellFriends(Texts.timeout(id));
  }

  private void tellFriends(String event) {
    for (int friend : GRAPH.friendsOf(user)) {
      tell(friend, event);
    }
  }

  private static void tell(int recipient, String event) {
    Outlet outlet = OUTLETS.get(recipient);
    if (outlet != null) {
      outlet.send(event);
    }
  }

  /** Returns the graph whose arguments the benchmark put into the archive. */
  private static Graph graph() {
    try (InputStream in = BaselineEndpoint.class.getResourceAsStream("/" + Baseline.GRAPH)) {
      Properties graph = new Properties();
      graph.load(in);
      return Graph.random(
          Integer.parseInt(graph.getProperty("users")),
          Integer.parseInt(graph.getProperty("friends")),
          Long.parseLong(graph.getProperty("seed")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One session, on which one send is in flight at a time. */
  private static final class Outlet {

    private final Session session;
    private final Queue<String> waiting = new ArrayDeque<>(0);
    private boolean sending;

    Outlet(Session session) {
      this.session = session;
    }

    void send(String text) {
      synchronized (this) {
        if (sending) {
          waiting.add(text);
          return;
        }
        sending = true;
      }
      start(text);
    }

    private void start(String text) {
      try {
        session.getAsyncRemote().sendText(text, result -> next());
      } catch (RuntimeException e) {
        // The session was closed meanwhile, so there is nothing to deliver any more.
      }
    }

    private void next() {
      String text;
      synchronized (this) {
        text = waiting.poll();
        sending = text != null;
      }
      if (text != null) {
        start(text);
      }
    }
  }
}
