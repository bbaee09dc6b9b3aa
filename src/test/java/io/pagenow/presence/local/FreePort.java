package io.pagenow.presence.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/** Finds ports of the loopback interface. */
public final class FreePort {

  // Below those that the system gives to outgoing connections: such a one could be taken meanwhile.
  private static final int FIRST = 20_000;
  private static final int LAST = 29_999;
  private static final int ATTEMPTS = 1_000;

  private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

  private FreePort() {}

  /**
   * A port that nobody listens on at the moment, for somebody who will: this program is given none
   * twice.
   */
  public static int find() throws IOException {
    return find(FIRST, LAST);
  }

  /** As {@link #find()}, but of a range of one's own. */
  public static int find(int first, int last) throws IOException {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(first, last + 1);
      if (isFree(port) && GIVEN.add(port)) {
        return port;
      }
    }
    throw new IOException("No port from " + first + " to " + last + " is free");
  }

  static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}
