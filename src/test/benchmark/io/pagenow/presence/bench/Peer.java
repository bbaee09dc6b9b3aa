package io.pagenow.presence.bench;

import java.util.Arrays;

/** Other programs for the same job, which the benchmark measures beside the application. */
enum Peer {

  /** A usual application with Socket.IO and Redis: {@code src/test/benchmark/peers/socketio}. */
  SOCKETIO,

  /** A bare server, which only delivers: see {@link NettyServer}. */
  NETTY;

  Subject subject() {
    return switch (this) {
      case SOCKETIO ->
          new Subject(
              "Socket.IO",
              "Node.js",
              1,
              (graph, seed, directory) -> SocketIoInstallation.start(graph, directory));
      case NETTY -> new Subject("Netty", "Java", 1, NettyInstallation::start);
    };
  }

  /**
   * Returns the peer of this name, as {@code socketio}.
   *
   * @throws IllegalArgumentException if there is none
   */
  static Peer parse(String name) {
    return Arrays.stream(values())
        .filter(peer -> peer.name().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "A peer is socketio or netty, not " + name + ": see bench.peers"));
  }
}
