package io.pagenow.presence.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/** Finds ports of the loopback interface. */
public final class FreePort {

  // Below the ephemeral ports, which the system could give to an outgoing connection meanwhile.
  private static final int FIRST = 20_000;
  private static final int LAST = 29_999;
  private static final int ATTEMPTS = 1_000;

  private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

  private FreePort() {}

  /**
   * Returns a port on which no process listens at the moment. Never returns the same port twice in
   * this process.
   */
  public static int find() throws IOException {
    return find(FIRST, LAST);
  }

  /** Returns a port like {@link #find()}, but from the given range. */
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
