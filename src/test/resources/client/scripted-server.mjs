/** The client library with a server that says what a test wants: answers that come late or never. */

import { PresenceClient } from '../../../main/webapp/client/index.js';

const PAGE = { url: 'https://example.com/', title: 'Example' };

class Socket {
  static OPEN = 1;
  static last;

  readyState = Socket.OPEN;
  sent = [];

  constructor(url, protocols) {
    this.version = protocols ? 2 : 1;
    Socket.last = this;
    setTimeout(() => this.onopen());
  }

  send(text) {
    this.sent.push(JSON.parse(text));
  }

  close() {}

  receive(message) {
    this.onmessage({ data: JSON.stringify(message) });
  }
}

/**
 * Runs a test, and returns its result. It gets a client and the functions below.
 *
 * @param version the newest version that the client speaks
 */
export async function run(version, test) {
  const listeners = {};
  globalThis.WebSocket = Socket;
  globalThis.addEventListener = (type, listener) => (listeners[type] = listener);
  globalThis.fetch = async () =>
    Response.json({ userPresence: { userId: 'ann', page: null }, presenceArr: [], userInfoMap: {} });
  const client = new PresenceClient({ url: 'http://localhost/', token: () => 'token', version });
  const errors = [];
  client.on('error', ({ code }) => errors.push(code));
  try {
    return await test({ client, errors, PAGE, ...actions(client, listeners) });
  } finally {
    client.disconnect();
  }
}

/** Sends a full state. */
function state(self) {
  const user = { userId: 'ann', online: false, page: null, lastActiveAt: null, ...self };
  Socket.last.receive({ type: 'state', full: true, self: user, friends: [], more: false });
}

function actions(client, listeners) {
  return {
    /** Opens a connection, also in place of one. Then sends a full state if it gets one. */
    async connect(self) {
      const isOpen = new Promise((resolve) => {
        const remove = client.on('state', ({ name }) => {
          if (name === 'open') {
            remove();
            setTimeout(resolve);
          }
        });
      });
      Socket.last?.onclose?.({ code: 1006, reason: '' });
      client.connect();
      await isOpen;
      if (self) {
        state(self);
      }
    },

    state,

    /** Sends an event of the user. */
    event(self) {
      const presence = { type: 'presence', userId: 'ann', online: false, page: null };
      Socket.last.receive({ ...presence, ...self });
    },

    /** Answers the message at that position. */
    ack(index) {
      Socket.last.receive({ type: 'ack', id: Socket.last.sent.at(index).id });
    },

    refuse(index, code) {
      const { id } = Socket.last.sent.at(index);
      Socket.last.receive({ type: 'error', id, code, message: 'Refused' });
    },

    /** Makes the client send a heartbeat now. */
    probe() {
      listeners.offline();
    },

    /** What the client has sent on this connection: actions, and values of choices. */
    sent() {
      return Socket.last.sent.map(({ action, visibility }) => visibility ?? action);
    },
  };
}
