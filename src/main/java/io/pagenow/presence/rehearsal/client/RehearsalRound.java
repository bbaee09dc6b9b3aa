package io.pagenow.presence.rehearsal.client;

import io.pagenow.presence.model.ProtocolVersion;
import java.io.IOException;
import java.io.Serial;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;

/** Lets a client with each of some tokens connect to this server. Used on one thread. */
public final class RehearsalRound {

  /** As many as the threads of a server that has two cores. */
  private static final int AT_ONCE = 32;

  private static final int LARGEST_READ = 16 * 1024;

  private final InetSocketAddress server;
  private final Duration patience;
  private final ByteBuffer buffer = ByteBuffer.allocate(LARGEST_READ);

  /**
   * @param patience how long the server may be silent
   */
  public RehearsalRound(InetSocketAddress server, Duration patience) {
    this.server = server;
    this.patience = patience;
  }

  /** Thrown if the server answers a handshake with another status than 101. */
  public static final class RefusedException extends IOException {

    @Serial private static final long serialVersionUID = 1L;

    RefusedException(String statusLine) {
      super(statusLine);
    }
  }

  /**
   * Runs the clients, at most 32 at the same time, half of them with each version of the protocol.
   * Blocks until all are done.
   *
   * @throws RefusedException if the server refuses a handshake
   * @throws IOException if the server is silent for too long, or closes a socket early
   */
  public void run(List<String> tokens) throws IOException {
    try (Selector selector = Selector.open()) {
      try {
        run(selector, tokens);
      } finally {
        for (SelectionKey key : selector.keys()) {
          ((RehearsalClient) key.attachment()).close();
        }
      }
    }
  }

  private void run(Selector selector, List<String> tokens) throws IOException {
    int started = 0;
    int done = 0;
    while (done < tokens.size()) {
      for (; started < tokens.size() && started - done < AT_ONCE; started++) {
        ProtocolVersion version = started % 2 == 0 ? ProtocolVersion.V1 : ProtocolVersion.V2;
        var unused =
            new RehearsalClient(selector, server, tokens.get(started), version, "page-" + started);
      }
      if (selector.select(patience.toMillis()) == 0) {
        throw new IOException("The server does not answer");
      }
      for (Iterator<SelectionKey> ready = selector.selectedKeys().iterator(); ready.hasNext(); ) {
        SelectionKey key = ready.next();
        ready.remove();
        RehearsalClient client = (RehearsalClient) key.attachment();
        client.proceed(key, buffer);
        done += client.isDone() ? 1 : 0;
      }
    }
  }
}
