package io.pagenow.presence.wildfly;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.xnio.Buffers;
import org.xnio.conduits.AbstractStreamSinkConduit;
import org.xnio.conduits.Conduits;
import org.xnio.conduits.StreamSinkConduit;

/**
 * Writes frames of the application to a socket, between the frames that Undertow itself writes to
 * it: pings, pongs and close frames. A frame that is begun is finished before another one begins.
 * Used on the I/O thread of the socket only.
 */
final class FrameConduit extends AbstractStreamSinkConduit<StreamSinkConduit> {

  /** What the socket did not accept of the last send, and its callback. */
  private record Rest(ByteBuffer frames, Consumer<@Nullable Throwable> done) {}

  private @Nullable Rest rest;

  /** Whether Undertow has written a part of its frames. */
  private boolean interrupted;

  /**
   * @param next the conduit below
   */
  FrameConduit(StreamSinkConduit next) {
    super(next);
  }

  /**
   * Writes whole frames. Must not be called before the last send is done.
   *
   * @param done called once: with null when the socket has accepted the last byte, or with the
   *     failure. It may be called before this method returns, unless that throws.
   * @return whether the send is done
   * @throws IOException if the socket is broken. The caller must close it
   */
  boolean send(ByteBuffer frames, Consumer<@Nullable Throwable> done) throws IOException {
    if (rest != null) {
      throw new IllegalStateException("Two sends in flight");
    }
    if (!interrupted) {
      next.write(frames);
      if (!frames.hasRemaining()) {
        done.accept(null);
        return true;
      }
    }
    rest = new Rest(ByteBuffer.allocate(frames.remaining()).put(frames).flip(), done);
    // Undertow flushes its channel, and so this conduit, as soon as the socket accepts more.
    next.resumeWrites();
    return false;
  }

  /** Fails the send in flight, if there is one, because the socket is closed. */
  void abandon() {
    Rest abandoned = rest;
    rest = null;
    if (abandoned != null) {
      abandoned.done().accept(new ClosedChannelException());
    }
  }

  /** Returns whether the last send is done. */
  private boolean writeRest() throws IOException {
    Rest current = rest;
    if (current != null) {
      next.write(current.frames());
      if (current.frames().hasRemaining()) {
        return false;
      }
      rest = null;
      current.done().accept(null);
    }
    return true;
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    if (!interrupted && !writeRest()) {
      return 0;
    }
    int written = next.write(source);
    interrupted = source.hasRemaining();
    return written;
  }

  @Override
  public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
    if (!interrupted && !writeRest()) {
      return 0;
    }
    long written = next.write(sources, offset, length);
    interrupted = Buffers.hasRemaining(sources, offset, length);
    return written;
  }

  @Override
  public int writeFinal(ByteBuffer source) throws IOException {
    return Conduits.writeFinalBasic(this, source);
  }

  @Override
  public long writeFinal(ByteBuffer[] sources, int offset, int length) throws IOException {
    return Conduits.writeFinalBasic(this, sources, offset, length);
  }

  @Override
  public boolean flush() throws IOException {
    return !interrupted && writeRest() && next.flush();
  }
}
