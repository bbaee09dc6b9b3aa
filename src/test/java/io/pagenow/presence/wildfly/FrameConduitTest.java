package io.pagenow.presence.wildfly;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.xnio.conduits.StreamSinkConduit;

/** The conduit above a socket that accepts as many bytes as the test allows. */
class FrameConduitTest {

  private final StringBuilder written = new StringBuilder();
  private final List<String> done = new ArrayList<>();
  private int room = Integer.MAX_VALUE;
  private boolean resumed;
  private @Nullable IOException broken;

  private final FrameConduit conduit =
      new FrameConduit(
          (StreamSinkConduit)
              Proxy.newProxyInstance(
                  getClass().getClassLoader(),
                  new Class<?>[] {StreamSinkConduit.class},
                  (proxy, method, arguments) ->
                      switch (method.getName()) {
                        case "write" -> write(arguments[0]);
                        case "flush" -> true;
                        case "resumeWrites" -> {
                          resumed = true;
                          yield null;
                        }
                        default -> null;
                      }));

  @Test
  void framesAreWrittenAtOnceIfTheSocketAcceptsThem() throws IOException {
    assertTrue(send("[one]"));

    assertEquals("[one]", written.toString());
    assertEquals(List.of("[one] sent"), done);
    assertFalse(resumed);
  }

  @Test
  void theRestIsWrittenWhenTheSocketAcceptsMore() throws IOException {
    room = 2;
    assertFalse(send("[one]"));
    assertTrue(resumed);
    room = 2;
    assertFalse(conduit.flush());
    assertEquals(List.of(), done);

    room = 100;
    assertTrue(conduit.flush());

    assertEquals("[one]", written.toString());
    assertEquals(List.of("[one] sent"), done);
  }

  @Test
  void aFrameOfUndertowWaitsForTheEndOfOurs() throws IOException {
    room = 2;
    send("[one]");
    ByteBuffer ping = bytes("(ping)");
    assertEquals(0, conduit.write(ping));

    room = 100;
    conduit.write(new ByteBuffer[] {ping, bytes("")}, 0, 2);

    assertEquals("[one](ping)", written.toString());
    assertEquals(List.of("[one] sent"), done);
  }

  @Test
  void ourFramesWaitForTheEndOfAFrameOfUndertow() throws IOException {
    room = 2;
    ByteBuffer[] close = {bytes("(cl"), bytes("ose)")};
    conduit.write(close, 0, 2);
    room = 100;
    assertFalse(send("[one]"));
    assertFalse(conduit.flush());
    assertEquals("(c", written.toString());

    conduit.write(close, 0, 2);
    assertTrue(conduit.flush());

    assertEquals("(close)[one]", written.toString());
    assertEquals(List.of("[one] sent"), done);
  }

  @Test
  void aSendIsAbandonedWhenTheSocketCloses() throws IOException {
    room = 2;
    send("[one]");

    conduit.abandon();
    conduit.abandon();

    assertEquals(List.of("[one] java.nio.channels.ClosedChannelException"), done);
  }

  @Test
  void theFailureOfABrokenSocketIsThrown() {
    broken = new IOException("by a test");

    assertThrows(IOException.class, () -> send("[one]"));
    assertEquals(List.of(), done);
  }

  private boolean send(String frames) throws IOException {
    return conduit.send(
        bytes(frames), failure -> done.add(frames + " " + (failure == null ? "sent" : failure)));
  }

  private Number write(Object source) throws IOException {
    if (source instanceof ByteBuffer buffer) {
      return accept(buffer);
    }
    return acceptAll((ByteBuffer[]) source);
  }

  private int accept(ByteBuffer source) throws IOException {
    if (broken != null) {
      throw broken;
    }
    int accepted = Math.min(room, source.remaining());
    byte[] bytes = new byte[accepted];
    source.get(bytes);
    written.append(new String(bytes, US_ASCII));
    room -= accepted;
    return accepted;
  }

  private long acceptAll(ByteBuffer[] sources) throws IOException {
    long accepted = 0;
    for (ByteBuffer source : sources) {
      accepted += accept(source);
    }
    return accepted;
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(US_ASCII));
  }
}
