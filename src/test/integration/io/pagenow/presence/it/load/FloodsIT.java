package io.pagenow.presence.it.load;

import static io.pagenow.presence.it.client.RawSocket.CONTINUATION;
import static io.pagenow.presence.it.client.RawSocket.TEXT;
import static io.pagenow.presence.it.client.RawSocket.frame;
import static io.pagenow.presence.it.client.RawSocket.handshake;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.it.DeployedApplication;
import io.pagenow.presence.it.SharedServers;
import io.pagenow.presence.it.client.RawSocket;
import io.pagenow.presence.it.crowd.Crowd;
import io.pagenow.presence.model.UserId;
import java.io.IOException;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Clients that flood a server. The server handles them, and other clients notice nothing. */
@Tag("stress")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // Set before all tests.
class FloodsIT extends SharedServers {

  private static final int USERS = Size.of(40, 500);
  private static final int SLOW = Size.of(200, 2_000);

  private Crowd crowd;
  private Flood flood;

  @BeforeAll
  void gather() throws Exception {
    crowd = Crowd.connect(users("good", USERS), people, DeployedApplication::token, List.of(nodeA));
    flood = new Flood(crowd);
  }

  @AfterAll
  void leave() {
    crowd.close();
  }

  @Test
  void handshakesWithBadTokens() throws Exception {
    String good = token(user("ann"));
    String bad = good.substring(0, good.length() - 8) + "AAAAAAAA";
    flood.run(
        "handshakes with a bad token",
        Size.of(100, 500),
        () -> {
          try (RawSocket socket = RawSocket.connect(nodeA).write(handshake(nodeA, bad))) {
            assertEquals(401, socket.status());
          }
        });
  }

  @Test
  void framesOfAnyLength() throws Exception {
    String token = token(user("ann"));
    byte[] beginning = RawSocket.beginningOf(1L << 40);
    byte[] some = new byte[262_144];
    flood.run(
        "frames of a terabyte",
        Size.of(20, 100),
        () -> {
          try (RawSocket socket = RawSocket.open(nodeA, token).write(beginning)) {
            assertTrue(Set.of(1009, 1006).contains(codeAfter(socket, some)));
          }
        });
  }

  @Test
  void fragmentsWithoutEnd() throws Exception {
    String token = token(user("ann"));
    byte[] fragments = fragments();
    flood.run(
        "messages of fragments without end",
        Size.of(10, 50),
        () -> {
          try (RawSocket socket = RawSocket.open(nodeA, token).write(frame(TEXT, false, ""))) {
            assertTrue(Set.of(1009, 1006).contains(codeAfter(socket, fragments)));
          }
        });
  }

  @Test
  void oneUserWhoOpensConnectionsWithoutEnd() throws Exception {
    UserId ann = user("ann");
    String token = token(ann);
    Queue<RawSocket> open = new ConcurrentLinkedQueue<>();
    flood.run(
        "handshakes of one user",
        Size.of(50, 200),
        () -> {
          RawSocket socket = RawSocket.connect(nodeA).write(handshake(nodeA, token));
          int status = socket.status();
          if (status == 101) {
            open.add(socket);
          } else {
            assertEquals(429, status);
            socket.close();
          }
        });
    long most = Math.min(20, open.size());
    await().until(() -> connectionsOf(ann).size() == most);
    for (RawSocket socket : open) {
      socket.close();
    }
  }

  @Test
  void handshakesThatNeverComeToAnEnd() throws Exception {
    List<RawSocket> slow = new ArrayList<>();
    for (int i = 0; i < SLOW; i++) {
      slow.add(RawSocket.connect(nodeA).write("GET /presence-api/ws HTTP/1.1\r\nX-Slow: "));
    }
    AtomicInteger next = new AtomicInteger();
    flood.run(
        "bytes of " + SLOW + " handshakes without end",
        Size.of(400, 2_000),
        () -> {
          try {
            slow.get(Math.floorMod(next.getAndIncrement(), SLOW)).write("x");
          } catch (SocketException e) {
            // The server has closed the connection.
          }
        });
    for (RawSocket socket : slow) {
      socket.close();
    }
  }

  /** Returns the close code for these bytes, or 1006 if a reset lost the close frame. */
  private static int codeAfter(RawSocket socket, byte[] bytes) throws IOException {
    try {
      return socket.write(bytes).closeCode();
    } catch (SocketException e) {
      return 1006;
    }
  }

  /** Returns more fragments than a message may have. */
  private static byte[] fragments() {
    byte[] fragment = frame(CONTINUATION, false, "x");
    byte[] fragments = new byte[fragment.length * 5_000];
    for (int at = 0; at < fragments.length; at += fragment.length) {
      System.arraycopy(fragment, 0, fragments, at, fragment.length);
    }
    return fragments;
  }
}
