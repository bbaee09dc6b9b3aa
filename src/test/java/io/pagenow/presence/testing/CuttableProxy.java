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
 * A TCP proxy in front of a store, on the loopback interface, by which a test takes the store away
 * and gives it back.
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

  /** As many clients as come back at once, so that none has to try again. */
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
   * Starts to forward.
   *
   * @param target the port of the loopback interface behind it
   */
  public static CuttableProxy to(int target) throws IOException {
    CuttableProxy proxy = new CuttableProxy(new ServerSocket(0, BACKLOG, LOOPBACK), target);
    daemon(proxy::accept);
    return proxy;
  }

  /** The port of the loopback interface that it listens on. */
  public int port() {
    return listener.getLocalPort();
  }

  /** Breaks all connections, and every new one, as if the store had crashed. */
  public void cut() {
    become(State.CUT);
    sockets.forEach(CuttableProxy::reset);
  }

  /** Forwards nothing, on old connections and on new ones, as if the store hung. */
  public void pause() {
    become(State.PAUSED);
  }

  /**
   * Forwards nothing on the connections that are open now, without closing them, as a network that
   * forgot them. New connections are forwarded.
   */
  public void silence() {
    synchronized (lock) {
      silenced.addAll(sockets);
    }
  }

  /** Forwards again, beginning with what was held back while paused or silenced. */
  public void restore() {
    synchronized (lock) {
      silenced.clear();
    }
    become(State.FORWARDING);
  }

  /**
   * Sends new connections elsewhere, as a name that got another address does. The old ones stay.
   *
   * @param target the port of the loopback interface behind it
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
        // Closed, or one client that vanished.
      }
    }
  }

  private void connect(Socket client) {
    sockets.add(client);
    try {
      // A new connection is broken rather than refused: while nobody listened, another program
      // could get the port.
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

  /** Closes without a good-bye: the other end sees the connection break. */
  private static void reset(Socket socket) {
    try (socket) {
      socket.setSoLinger(true, 0);
    } catch (IOException e) {
      // It is closed already.
    }
  }

  private static void daemon(Runnable task) {
    Thread thread = new Thread(task, "proxy");
    thread.setDaemon(true);
    thread.start();
  }
}
