package io.pagenow.presence.delivery;

import io.pagenow.presence.delivery.event.LatestEvents;
import io.pagenow.presence.model.Activity;
import io.pagenow.presence.model.Page;
import io.pagenow.presence.model.PresenceEvent.Updated;
import io.pagenow.presence.model.UserId;

/** Base of the tests of deliveries to the connections of one node. */
abstract class Deliveries {

  static final UserId ANN = new UserId("ann");
  static final UserId BEN = new UserId("ben");
  static final UserId ZOE = new UserId("zoe");

  final Hub hub = new Hub();
  final LatestEvents events =
      new LatestEvents(hub, (event, protocol) -> event.user() + " " + event.version());

  RecordingConnection connect(UserId user) {
    RecordingConnection connection = RecordingConnection.fast(hub.nextId(), user);
    hub.add(connection);
    return connection;
  }

  static Updated update(UserId about, long version) {
    return new Updated(about, version, Activity.showing(Page.NONE));
  }
}
