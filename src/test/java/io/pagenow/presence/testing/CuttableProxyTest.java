package io.pagenow.presence.testing;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 20, unit = SECONDS)
class CuttableProxyTest {

  private ServerSocket echo;
  private CuttableProxy proxy;

  @BeforeEach
  void start() throws IOException {
    echo = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    daemon(this::accept);
    proxy = CuttableProxy.to(echo.getLocalPort());
  }

  @AfterEach
  void stop() throws IOException {
    proxy.close();
    echo.close();
  }

  @Test
  void forwardsBothWays() throws IOException {
    try (Socket socket = connect()) {
      assertEquals('a', echoed(socket, 'a'));
      assertEquals('b', echoed(socket, 'b'));
    }
  }

  @Test
  void aCutBreaksExistingAndNewConnections() throws IOException {
    try (Socket socket = connect()) {
      assertEquals('a', echoed(socket, 'a'));
      proxy.cut();
      assertThrows(IOException.class, () -> echoed(socket, 'b'));
    }
    assertThrows(
        IOException.class,
        () -> {
          try (Socket socket = connect()) {
            echoed(socket, 'c');
          }
        });
  }

  @Test
  void newConnectionsAreForwardedAgainAfterACut() throws IOException {
    proxy.cut();
    proxy.restore();
    try (Socket socket = connect()) {
      assertEquals('a', echoed(socket, 'a'));
    }
  }

  @Test
  void aPauseHoldsDataBackUntilRestore() throws IOException {
    try (Socket old = connect()) {
      assertEquals('a', echoed(old, 'a'));
      proxy.pause();
      try (Socket young = connect()) {
        old.setSoTimeout(100);
        young.setSoTimeout(100);
        assertThrows(SocketTimeoutException.class, () -> echoed(old, 'b'));
        assertThrows(SocketTimeoutException.class, () -> echoed(young, 'c'));
        proxy.restore();
        old.setSoTimeout(0);
        young.setSoTimeout(0);
        assertEquals('b', old.getInputStream().read());
        assertEquals('c', young.getInputStream().read());
      }
    }
  }

  @Test
  void silenceHoldsBackExistingConnectionsOnly() throws IOException {
    try (Socket old = connect()) {
      assertEquals('a', echoed(old, 'a'));
      proxy.silence();
      try (Socket young = connect()) {
        assertEquals('b', echoed(young, 'b'));
      }
      old.setSoTimeout(100);
      assertThrows(SocketTimeoutException.class, () -> echoed(old, 'c'));
      proxy.restore();
      old.setSoTimeout(0);
      assertEquals('c', old.getInputStream().read());
    }
  }

  @Test
  void theProxyClosesTheClientConnectionIfTheTargetCloses() throws IOException {
    try (Socket socket = connect()) {
      assertEquals(-1, echoed(socket, 0));
    }
  }

  private Socket connect() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), proxy.port());
  }

  private static int echoed(Socket socket, int octet) throws IOException {
    socket.getOutputStream().write(octet);
    int answer = socket.getInputStream().read();
    if (answer < 0 && octet != 0) {
      throw new IOException("Closed");
    }
    return answer;
  }

  private void accept() {
    while (!echo.isClosed()) {
      try {
        Socket socket = echo.accept();
        daemon(() -> echo(socket));
      } catch (IOException e) {
        // The test is over.
      }
    }
  }

  /** Echoes each byte, and closes the connection after a zero. */
  private static void echo(Socket socket) {
    try (socket) {
      int octet;
      while ((octet = socket.getInputStream().read()) > 0) {
        socket.getOutputStream().write(octet);
      }
    } catch (IOException e) {
      // The proxy was cut.
    }
  }

  private static void daemon(Runnable task) {
    Thread thread = new Thread(task, "echo");
    thread.setDaemon(true);
    thread.start();
  }
}
