package io.pagenow.presence.bench;

import io.pagenow.presence.local.Jcmd;
import java.io.IOException;
import java.util.List;

/** A running system that is measured: servers, and the stores that they use. */
interface Installation extends AutoCloseable {

  /** Returns where and how a user's client opens a connection. */
  Endpoint endpoint(int user);

  /** Returns the token with which a user's client requests a snapshot; empty if none is needed. */
  String token(int user);

  /** Returns whether there are stores, which record connections. */
  boolean hasStores();

  /**
   * Returns the number of connections that Redis has recorded, if no user has more than one.
   *
   * @throws java.util.NoSuchElementException if there are no stores
   */
  long recorded();

  /** Returns whether servers keep the friend lists of disconnected users for some seconds. */
  boolean cachesFriends();

  /** Returns the processes of the servers and the stores. */
  Usage usage();

  /** Returns the processes of the servers. */
  List<ProcessHandle> servers();

  /** Returns those servers that are Java processes, which a profiler can read. */
  default List<ProcessHandle> javaServers() {
    return servers();
  }

  /** Returns the bytes of the live objects of all servers, after a garbage collection. */
  default long liveBytes() throws IOException {
    long bytes = 0;
    for (ProcessHandle server : servers()) {
      bytes += Jcmd.liveBytes(server);
    }
    return bytes;
  }

  @Override
  void close();
}
