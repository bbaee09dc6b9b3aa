package io.pagenow.presence.bench;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The frames that wait for one connection. When its turn comes, all of them go out in one flush.
 * Thread-safe.
 */
final class NettyOutlet {

  private final Channel channel;
  private final Queue<ByteBuf> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean scheduled = new AtomicBoolean();

  NettyOutlet(Channel channel) {
    this.channel = channel;
  }

  /** Sends a frame after those that wait already, and releases it. */
  void send(ByteBuf frame) {
    waiting.add(frame);
    if (scheduled.compareAndSet(false, true)) {
      channel.eventLoop().execute(this::flush);
    }
  }

  private void flush() {
    // Before the first poll: a frame that is added later schedules the next flush.
    scheduled.set(false);
    for (ByteBuf frame = waiting.poll(); frame != null; frame = waiting.poll()) {
      var unused = channel.write(frame, channel.voidPromise());
    }
    channel.flush();
  }
}
