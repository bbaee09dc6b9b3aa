/** Opens the connection, and opens another one when it is lost. */

import { FINAL, REASONS, SERVICE_RESTART, TOO_MANY_CONNECTIONS, delayAfter } from './backoff.js';
import { Failure, ORIGIN, PATIENCE, REFUSED } from './rest.js';
import { Session } from './session.js';

/**
 * A connection that lasts this long is stable, so the count of attempts starts again. The server
 * has recorded it, so the connection that it replaces can be closed.
 */
const STABLE = 10_000;

export class Dialer {
  #connection;
  #newest;
  #version;
  #state = 'closed';
  /** The attempt or session under way: what an earlier one reports is ignored. */
  #current = null;
  #attempt = 0;
  #timers = {};
  /**
   * Replaced connections. A close frame may be delivered before the server has recorded the next
   * connection, and friends would see the user leave: so these stay open until that one is stable.
   */
  #replaced = new Set();

  constructor(connection, version) {
    this.#connection = connection;
    this.#newest = this.#version = version;
  }

  /** The open session; null if there is none. */
  get session() {
    return this.#state === 'open' ? this.#current : null;
  }

  connect() {
    if (this.#state === 'closed' || this.#state === 'ended') {
      this.#attempt = 0;
      this.#connection.tokenRefused = false;
      this.#version = this.#newest;
      this.open();
    } else if (this.#state === 'waiting') {
      this.open();
    }
  }

  close() {
    this.#drop();
    this.#closeReplaced();
    this.#state = 'closed';
  }

  /** Also ends an attempt: TCP retries at growing intervals, and the current one may be long. */
  networkIsBack() {
    if (this.#state === 'connecting' || this.#state === 'waiting') {
      this.open();
    }
  }

  end(reason, details) {
    this.#drop();
    this.#closeReplaced();
    this.#become({ name: 'ended', reason, ...details });
  }

  /** Opens a connection, in place of the current one if there is one. */
  async open() {
    this.#drop();
    const attempt = (this.#current = {});
    this.#become({ name: 'connecting', attempt: this.#attempt + 1 });
    try {
      const token = await this.#connection.freshToken();
      if (this.#current === attempt) {
        this.#current = Session.open(this.#connection, this.#version, token);
        this.#current.socket.onopen = () => this.#opened();
        this.#current.socket.onclose = ({ code, reason }) => this.#lost(code, reason);
        this.#timers.patience = setTimeout(() => this.#lost(1006), PATIENCE);
      }
    } catch (failure) {
      if (this.#current === attempt) {
        // A token that cannot be sent is no token.
        this.#failed(failure instanceof DOMException ? new Failure(REFUSED) : failure);
      }
    }
  }

  #opened() {
    clearTimeout(this.#timers.patience);
    this.#timers.stable = setTimeout(() => {
      this.#attempt = 0;
      this.#closeReplaced();
    }, STABLE);
    this.#connection.tokenRefused = false;
    const session = this.#current;
    this.#become({ name: 'open' });
    // A listener may have disconnected.
    if (this.#current === session) {
      session.start();
    }
  }

  /** Drops the socket. An open one is closed later: see {@link #closeReplaced}. */
  #drop() {
    Object.values(this.#timers).forEach(clearTimeout);
    const session = this.#current;
    this.#current = null;
    this.#connection.updates.interrupt();
    if (session instanceof Session) {
      session.stop();
      if (session.socket.readyState === WebSocket.OPEN) {
        this.#replaced.add(session.socket);
      } else {
        session.socket.close();
      }
    }
  }

  #closeReplaced() {
    this.#replaced.forEach((socket) => socket.close(1000));
    this.#replaced.clear();
  }

  #lost(code, reason = '') {
    const wasOpen = this.#state === 'open';
    this.#drop();
    if (code === SERVICE_RESTART) {
      // The next server may speak a newer version.
      this.#version = this.#newest;
    }
    if (code === TOO_MANY_CONNECTIONS && this.#replaced.size > 0) {
      // The connections that it replaces count as well.
      this.#closeReplaced();
      this.#retry(code, 'lost');
    } else if (FINAL.has(code)) {
      this.end(FINAL.get(code), { code });
    } else if (wasOpen) {
      const delay = delayAfter(code, reason, this.#attempt);
      this.#retry(code, REASONS.get(code) ?? 'lost', delay);
    } else {
      this.#findOutWhy(code);
    }
  }

  /** Browsers do not say why a handshake was refused. The REST API has the same rules. */
  async #findOutWhy(code) {
    const attempt = (this.#current = {});
    try {
      await this.#connection.fetchSnapshot();
      if (this.#current === attempt) {
        this.#refusedOnly(code);
      }
    } catch (failure) {
      if (this.#current === attempt) {
        this.#failed(failure, code);
      }
    }
  }

  /**
   * The server refused the handshake, but nothing else: it speaks another version only, or has too
   * many handshakes. So the other version is tried after a wait.
   */
  #refusedOnly(code) {
    this.#version = this.#version === this.#newest ? 1 : this.#newest;
    this.#retry(code, 'lost');
  }

  #failed({ reason = 'unreachable', retryAfter = 0 }, code = 1006) {
    if (reason === ORIGIN) {
      this.end(ORIGIN);
    } else if (reason !== REFUSED) {
      const delay = Math.max(delayAfter(code, '', this.#attempt), retryAfter);
      this.#retry(code, reason, delay);
    } else if (this.#connection.tokenRefused) {
      this.end('token');
    } else {
      // The token may just have expired: the callback returns a fresh one, or none.
      this.#connection.tokenRefused = true;
      this.open();
    }
  }

  #retry(code, reason, delay = delayAfter(code, '', this.#attempt)) {
    this.#drop();
    this.#attempt++;
    this.#timers.retry = setTimeout(() => this.open(), delay);
    const retryAt = Date.now() + delay;
    this.#become({ name: 'waiting', attempt: this.#attempt, retryAt, code, reason });
  }

  #become(state) {
    this.#state = state.name;
    this.#connection.tell({ state });
  }
}
