/** One open socket: what is sent and received on it, and whether the server answers. */

import { Version1 } from './version-1.js';
import { Version2 } from './version-2.js';
import { Watch } from './watch.js';

/** Errors after which the server may accept the same message later. */
const NOT_TAKEN = new Set(['unavailable', 'too-many-messages']);

export class Session {
  /** @throws DOMException if the token has characters that no token has */
  static open(connection, version, token) {
    const address = new URL('ws', connection.application);
    address.protocol = address.protocol.replace('http', 'ws');
    if (connection.client) {
      address.searchParams.set('client', connection.client);
    }
    const Version = version === 2 ? Version2 : Version1;
    return new Session(connection, Version.open(address, token, connection.since), Version);
  }

  constructor(connection, socket, Version) {
    this.connection = connection;
    this.socket = socket;
    this.conversation = new Version(this);
    this.watch = new Watch(connection, this.conversation);
    socket.onmessage = ({ data }) => this.#receive(JSON.parse(data));
  }

  start() {
    this.watch.start();
    this.conversation.start?.();
    this.connection.updates.flush();
  }

  /** The caller closes the socket. */
  stop() {
    this.socket.onopen = this.socket.onmessage = this.socket.onclose = null;
    this.watch.stop();
    this.conversation.stop();
  }

  /** False after a stop. */
  get isCurrent() {
    return this.socket.onmessage !== null;
  }

  send(message) {
    this.socket.send(JSON.stringify(message));
  }

  update(page) {
    this.conversation.update(page);
    this.watch.expect();
  }

  /** The server answered: it has this update and those before it; none if it only answers. */
  answered(page) {
    this.watch.answered(this.connection.updates.answered(page));
  }

  /** The server sent an event of this user. */
  echoed(page) {
    const sent = this.connection.updates.echoed(page);
    if (sent) {
      this.answered(sent);
    }
  }

  /** The server refused this update; a message that it does not name if there is none. */
  refused({ code, message }, page) {
    this.answered(page);
    if (NOT_TAKEN.has(code)) {
      this.connection.updates.notTaken();
    }
    this.connection.tell({ error: { code, message } });
  }

  #receive(message) {
    this.watch.received();
    this.conversation.receive(message);
  }
}
