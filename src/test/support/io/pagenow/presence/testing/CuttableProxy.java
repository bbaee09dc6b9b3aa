package io.pagenow.presence.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A TCP proxy on the loopback interface. Tests use it to simulate the outage of a store.
 *
 * <p>Thread-safe.
 */
public final class CuttableProxy implements AutoCloseable {

  private enum State {
    FORWARDING,
    PAUSED,
    CUT
  }

  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  /** Enough for all clients that reconnect at once, so that none has to retry. */
  private static final int BACKLOG = 4_096;

  private final ServerSocket listener;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final Object lock = new Object();
  // Guarded by the lock.
  private final Set<Socket> silenced = new HashSet<>();
  private State state = State.FORWARDING;
  private volatile int target;

  private CuttableProxy(ServerSocket listener, int target) {
    this.listener = listener;
    this.target = target;
  }

  /**
   * Starts the proxy on a free port.
   *
   * @param target the port on the loopback interface to forward to
   */
  public static CuttableProxy to(int target) throws IOException {
    CuttableProxy proxy = new CuttableProxy(new ServerSocket(0, BACKLOG, LOOPBACK), target);
    daemon(proxy::accept);
    return proxy;
  }

  /** Returns the port on the loopback interface that the proxy listens on. */
  public int port() {
    return listener.getLocalPort();
  }

  /** Resets all connections and every new one, as if the store had crashed. */
  public void cut() {
    become(State.CUT);
    sockets.forEach(CuttableProxy::reset);
  }

  /** Forwards nothing on existing and new connections, as if the store hung. */
  public void pause() {
    become(State.PAUSED);
  }

  /**
   * Forwards nothing on the existing connections and leaves them open, like a firewall that dropped
   * their state. New connections are forwarded.
   */
  public void silence() {
    synchronized (lock) {
      silenced.addAll(sockets);
    }
  }

  /** Forwards again, starting with the data that was held back while paused or silenced. */
  public void restore() {
    synchronized (lock) {
      silenced.clear();
    }
    become(State.FORWARDING);
  }

  /**
   * Forwards new connections to another port, as after a DNS change. Existing connections stay.
   *
   * @param target the port on the loopback interface to forward to
   */
  public void divert(int target) {
    this.target = target;
  }

  @Override
  public void close() throws IOException {
    listener.close();
    cut();
  }

  private void become(State next) {
    synchronized (lock) {
      state = next;
      lock.notifyAll();
    }
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        daemon(() -> connect(client));
      } catch (IOException e) {
        // The proxy was closed, or the client has disconnected.
      }
    }
  }

  private void connect(Socket client) {
    sockets.add(client);
    try {
      // Accepts new connections even while cut, and resets them afterwards. If nothing listened on
      // the
      // port, another program could take it.
      awaitForwarding(client);
      Socket server = new Socket(LOOPBACK, target);
      sockets.add(server);
      daemon(() -> pump(server, client));
      pump(client, server);
    } catch (IOException e) {
      reset(client);
      sockets.remove(client);
    }
  }

  private void pump(Socket from, Socket to) {
    try (from;
        to) {
      to.setTcpNoDelay(true);
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] buffer = new byte[65_536];
      int length;
      while ((length = in.read(buffer)) >= 0) {
        awaitForwarding(from);
        out.write(buffer, 0, length);
      }
      awaitForwarding(from);
    } catch (IOException e) {
      reset(from);
      reset(to);
    } finally {
      sockets.remove(from);
    }
  }

  private void awaitForwarding(Socket from) throws IOException {
    synchronized (lock) {
      while (state == State.PAUSED || (state == State.FORWARDING && silenced.contains(from))) {
        try {
          lock.wait();
        } catch (InterruptedException e) {
          throw new InterruptedIOException();
        }
      }
      if (state == State.CUT) {
        throw new IOException("Cut");
      }
    }
  }

  /** Closes with a TCP reset, so that the other end sees a broken connection. */
  private static void reset(Socket socket) {
    try (socket) {
      socket.setSoLinger(true, 0);
    } catch (IOException e) {
      // The socket is closed already.
    }
  }

  private static void daemon(Runnable task) {
    Thread thread = new Thread(task, "proxy");
    thread.setDaemon(true);
    thread.start();
  }
}
