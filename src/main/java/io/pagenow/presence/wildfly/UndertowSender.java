package io.pagenow.presence.wildfly;

import io.pagenow.presence.delivery.WaitingTexts;
import io.pagenow.presence.websocket.Sender;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.jsr.UndertowSession;
import jakarta.websocket.Session;
import java.nio.channels.ClosedChannelException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;
import org.xnio.conduits.ConduitStreamSinkChannel;

/**
 * Sends messages on WildFly. Undertow writes on the I/O thread of a socket. This sender wakes that
 * thread up once for all waiting connections, and everything that waits for a connection then goes
 * out in one write, below Undertow's own framing.
 */
final class UndertowSender implements Sender {

  private final WebSocketChannel channel;
  private final FrameConduit conduit;
  private final WriteQueue queue;
  private boolean observed;

  private UndertowSender(WebSocketChannel channel, ConduitStreamSinkChannel sink) {
    this.channel = channel;
    this.conduit = new FrameConduit(sink.getConduit());
    this.queue = WriteQueue.of(channel.getIoThread());
  }

  /** Returns a sender for a session on which nothing has been sent yet. */
  static Sender of(Session session) {
    WebSocketChannel channel = ((UndertowSession) session).getWebSocketChannel();
    return UndertowConnections.of(channel)
        .map(connection -> gathering(channel, connection))
        .orElseGet(() -> new ChannelSender(channel));
  }

  private static Sender gathering(WebSocketChannel channel, StreamConnection connection) {
    ConduitStreamSinkChannel sink = connection.getSinkChannel();
    UndertowSender sender = new UndertowSender(channel, sink);
    if (Thread.currentThread() == channel.getIoThread()) {
      sink.setConduit(sender.conduit);
    } else {
      channel.getIoThread().execute(() -> sink.setConduit(sender.conduit));
    }
    return sender;
  }

  @Override
  public void send(WaitingTexts texts, Consumer<@Nullable Throwable> done) {
    queue.add(new Write(this, texts, done));
  }

  /** A send in flight. */
  private record Write(
      UndertowSender sender, WaitingTexts texts, Consumer<@Nullable Throwable> done)
      implements WriteQueue.Write {

    @Override
    public void start(TextFrames frames) throws Exception {
      sender.start(frames, this);
    }

    @Override
    public void fail(Throwable failure) {
      done.accept(failure);
    }
  }

  private void start(TextFrames frames, Write write) throws Exception {
    if (channel.isCloseFrameSent() || channel.isCloseFrameReceived()) {
      throw new ClosedChannelException();
    }
    try {
      if (!conduit.send(frames.gather(write.texts()), write.done()) && !observed) {
        observed = true;
        channel.addCloseTask(closed -> conduit.abandon());
      }
    } catch (Throwable e) {
      // A part of a frame may be written.
      IoUtils.safeClose(channel);
      throw e;
    }
  }
}
