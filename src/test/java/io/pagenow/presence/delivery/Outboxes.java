package io.pagenow.presence.delivery;

import io.pagenow.presence.delivery.Message.Kind;
import io.pagenow.presence.metrics.DeliveryMeters;
import io.pagenow.presence.model.ConnectionId;
import io.pagenow.presence.model.NodeId;
import io.pagenow.presence.model.UserId;
import java.util.ArrayList;
import java.util.List;

/** Base of the tests of the outbox of one connection. */
abstract class Outboxes {

  static final UserId READER = new UserId("reader");
  static final ConnectionId ID = new ConnectionId(new NodeId("n"), 1);

  final RecordingConnection slow = RecordingConnection.slow(ID, READER);
  final Outbox outbox = new Outbox(slow, DeliveryMeters.none());
  private final List<Outbox> ready = new ArrayList<>();

  final void offer(Message message) {
    offer(outbox, message);
  }

  final void offer(Outbox to, Message message) {
    to.offer(message, ready);
    ready.forEach(Outbox::send);
    ready.clear();
  }

  static Message message(String about, long version) {
    return message(Kind.EVENT, about, version);
  }

  static Message message(Kind kind, String about, long version) {
    return new Message(
        kind,
        new UserId(about),
        version,
        DeliveryMeters.Source.HERE,
        protocol -> about + " " + version);
  }
}
