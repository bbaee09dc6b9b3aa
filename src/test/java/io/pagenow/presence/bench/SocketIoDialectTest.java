package io.pagenow.presence.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.pagenow.presence.bench.Dialect.Meaning;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SocketIoDialectTest {

  private static final long SEQUENCE = 1_234_567;

  private final SocketIoDialect dialect = new SocketIoDialect("a-token");
  private final List<String> answers = new ArrayList<>();

  @Test
  void openTransportIsAnsweredWithTheToken() {
    assertEquals(Meaning.NONE, read("0{\"sid\":\"a\",\"pingInterval\":25000}"));
    assertEquals(List.of("40{\"token\":\"a-token\"}"), answers);
  }

  @Test
  void pingIsAnsweredWithPong() {
    assertEquals(Meaning.NONE, read("2"));
    assertEquals(List.of("3"), answers);
  }

  @Test
  void clientIsConnectedByTheServersAnswerOnly() {
    assertEquals(Meaning.OPENED, read("40{\"sid\":\"a\"}"));
    assertEquals(Meaning.REFUSED, read("44{\"message\":\"unauthorized\"}"));
    assertEquals(Meaning.REFUSED, read("41"));
    assertEquals(List.of(), answers);
  }

  @Test
  void eventIsReadFromItsJson() {
    String user = Texts.user(42);
    ByteBuf text = text("42[\"event\"," + Texts.event(user, Texts.said(SEQUENCE)) + "]");
    assertEquals(Meaning.EVENT, dialect.read(text, this::answer));
    assertEquals(42, Messages.updatedUser(text, text.readerIndex()));
    assertEquals(SEQUENCE, Messages.sequence(text, text.readerIndex()));
  }

  @Test
  void updateIsAnEventWithThePage() {
    ByteBuf update = dialect.update(SEQUENCE);
    assertEquals("42[\"update-presence\"," + Texts.said(SEQUENCE) + "]", update.toString(US_ASCII));
  }

  @Test
  void unknownPacketStopsTheBenchmark() {
    assertThrows(IllegalStateException.class, () -> read("6"));
  }

  private Meaning read(String text) {
    return dialect.read(text(text), this::answer);
  }

  private void answer(ByteBuf text) {
    answers.add(text.toString(US_ASCII));
  }

  private static ByteBuf text(String text) {
    return Unpooled.copiedBuffer(text, US_ASCII);
  }
}
