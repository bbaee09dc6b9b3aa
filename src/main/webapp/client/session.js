/** One open socket: what is sent and received on it, and whether the server answers. */

import { Version1 } from './version-1.js';
import { Version2 } from './version-2.js';
import { PROBE_ANSWER, Watch } from './watch.js';

/** Errors after which the server may accept the same message later. */
const NOT_TAKEN = new Set(['unavailable', 'too-many-messages']);

export class Session {
  connection;
  socket;
  #conversation;
  #watch = new Watch(this);

  /** @throws DOMException if the token has characters that no token has */
  static open(connection, version, token) {
    const address = new URL('ws', connection.application);
    address.protocol = address.protocol.replace('http', 'ws');
    if (connection.client) {
      address.searchParams.set('client', connection.client);
    }
    const Version = version === 2 ? Version2 : Version1;
    return new Session(connection, Version.open(address, token, connection.memory), Version);
  }

  constructor(connection, socket, Version) {
    this.connection = connection;
    this.socket = socket;
    this.#conversation = new Version(this);
    socket.onmessage = ({ data }) => this.#receive(JSON.parse(data));
  }

  start() {
    this.#watch.start();
    this.connection.updates.flush();
    this.#conversation.start();
  }

  /** The caller closes the socket. */
  stop() {
    this.socket.onopen = this.socket.onmessage = this.socket.onclose = null;
    this.#watch.stop();
    this.#conversation.stop();
  }

  /** False after a stop. */
  get isCurrent() {
    return this.socket.onmessage !== null;
  }

  send(text) {
    this.socket.send(text);
  }

  update(page) {
    this.send(JSON.stringify(this.#conversation.update(page)));
    this.#watch.expect();
  }

  get lastUpdate() {
    return this.connection.updates.last;
  }

  /** Sends a heartbeat, and an update that was not taken. Returns whether the server answers. */
  beat() {
    this.send(JSON.stringify(this.#conversation.heartbeat()));
    this.connection.updates.flush();
    return this.#conversation.acknowledges;
  }

  resync() {
    return this.#conversation.resync();
  }

  /** The machine slept for more than a minute. */
  slept() {
    this.#conversation.slept();
  }

  /** Something happened to the network. */
  suspect() {
    this.#watch.suspect();
  }

  /** A person looks at a page that this connection serves. */
  check() {
    this.#watch.check();
  }

  /** The server answered: it has this update and those before it; none if it only answers. */
  answered(page) {
    this.#watch.answered(this.connection.updates.answered(page));
  }

  /** The server sent an event of this user. */
  echoed({ url, title }) {
    const sent = this.connection.updates.echoed({ url, title });
    if (sent) {
      this.answered(sent);
    }
  }

  #receive(message) {
    this.#watch.heard();
    if (message.type === 'error') {
      this.#refused(message);
    } else {
      this.#conversation.receive(message);
    }
  }

  #refused({ code, message }) {
    if (code === PROBE_ANSWER) {
      this.answered(this.#watch.probed());
      return;
    }
    if (code === 'too-many-messages') {
      // This may answer the probe.
      this.#watch.probed();
    }
    this.answered();
    if (NOT_TAKEN.has(code)) {
      this.connection.updates.notTaken();
    }
    this.connection.tell({ error: { code, message } });
  }
}
