package io.pagenow.presence.bench;

import io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/**
 * Opens clients, a limited number of them at the same time, and counts those that are open. While
 * it is started, a client that is refused or closed again is opened again, as real clients do. Used
 * only on the thread of the loop.
 */
final class OpeningQueue {

  private final EventLoop loop;
  private final int limit;
  private final Queue<Client> waiting = new ArrayDeque<>();
  private int atOnce;
  private int opening;
  private int open;
  private int refused;
  private boolean started;
  private String reason = "";

  /**
   * @param atOnce the maximum number of connections that are opened at the same time
   */
  OpeningQueue(EventLoop loop, int atOnce) {
    this.loop = loop;
    this.limit = atOnce;
    this.atOnce = atOnce;
  }

  /** Starts to open these clients, and counts from zero how many are refused. */
  void start(List<Client> clients) {
    refused = 0;
    started = true;
    waiting.addAll(clients);
    openMore();
  }

  /** Opens clients again that are closed from now on, without a limit. */
  void reopenAtOnce() {
    atOnce = Integer.MAX_VALUE;
    started = true;
  }

  /** Opens a client at once, whether or not the queue is started. */
  void open(Client client) {
    opening++;
    client.open(loop);
  }

  /** Opens no more clients. Returns how many were refused or closed since the start. */
  int stop() {
    started = false;
    atOnce = limit;
    return refused;
  }

  int open() {
    return open;
  }

  /** Returns why the last client was closed. */
  String reason() {
    return reason;
  }

  /** Counts a client that is open now. */
  void opened() {
    opening--;
    open++;
    openMore();
  }

  /** Counts a client that was refused or closed. */
  void closed(Client client, boolean wasOpen, String why) {
    reason = why;
    if (wasOpen) {
      open--;
    } else {
      opening--;
    }
    if (started) {
      refused++;
      waiting.add(client);
      openMore();
    }
  }

  private void openMore() {
    while (opening < atOnce && !waiting.isEmpty()) {
      open(waiting.remove());
    }
  }
}
