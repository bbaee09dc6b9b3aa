package io.pagenow.presence.bench;

import java.io.Serializable;
import java.rmi.Remote;
import java.rmi.RemoteException;
import java.util.List;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/**
 * Some of the users of {@link ManyConnectionsBenchmark}, in a process of their own: one process
 * cannot open all sockets. Called by RMI.
 */
public interface RemoteGenerator extends Remote {

  /** Creates the clients of a process. */
  interface Factory extends Remote {

    /** The name in the registry. */
    String NAME = "generator";

    RemoteGenerator create(Setup setup) throws RemoteException;
  }

  /**
   * The users of a process, and how they connect.
   *
   * @param users the number of users of the graph
   * @param friends the number of friends of each user
   * @param first the first user of this process
   * @param tokens the tokens of the users of this process
   * @param ports the ports of the nodes; user {@code i} begins at node {@code i} modulo their
   *     number
   * @param epoch the {@link System#nanoTime()} from which updates are numbered
   * @param atOnce the maximum number of connections that are opened at the same time
   */
  record Setup(
      int users,
      int friends,
      int first,
      List<String> tokens,
      List<Integer> ports,
      long epoch,
      int atOnce)
      implements Serializable {

    /** Returns the number of users of this process. */
    int count() {
      return tokens.size();
    }
  }

  /**
   * What happened to connections since all were opened.
   *
   * @param incidents the number of closes, failed attempts to reconnect and errors of servers, by
   *     reason
   * @param longestAway the longest time from a close to the next connection, in milliseconds
   * @param timeouts how many offline events all users received
   */
  record Reconnects(TreeMap<String, Integer> incidents, long longestAway, int timeouts)
      implements Serializable {

    Reconnects plus(Reconnects other) {
      TreeMap<String, Integer> all = new TreeMap<>(incidents);
      other.incidents.forEach((reason, count) -> all.merge(reason, count, Integer::sum));
      return new Reconnects(
          all, Math.max(longestAway, other.longestAway), timeouts + other.timeouts);
    }
  }

  /**
   * Opens all connections, and starts to send a heartbeat a minute on each.
   *
   * @return how many were refused or closed meanwhile
   */
  int connect() throws RemoteException;

  /** Returns the number of open connections. */
  int open() throws RemoteException;

  /** Starts to send updates of the users in turn. */
  void send(double updatesPerSecond) throws RemoteException;

  /** Sends no more updates. */
  void stopSending() throws RemoteException;

  /** Returns the latencies in microseconds since the last call. */
  Histogram takeLatencies() throws RemoteException;

  /** Lets clients reconnect to another node, which has the next number. */
  void addNode(int port) throws RemoteException;

  /**
   * Counts from now on only the latency of updates between users who began at other nodes than this
   * one. Clients do not reconnect to it.
   */
  void withdraw(int node) throws RemoteException;

  Reconnects reconnects() throws RemoteException;

  /** Returns the number of the last update that each user of this process sent; 0 if none. */
  long[] sent() throws RemoteException;

  /**
   * Returns how many last updates of friends and of themselves the users of this process do not
   * have. Users who reconnected read a snapshot first.
   *
   * @param sent the number of the last update of each user of the graph
   */
  int missing(long[] sent) throws RemoteException;
}
