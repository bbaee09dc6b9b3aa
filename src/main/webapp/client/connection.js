/** The connection of this tab, with what its sessions have in common. */

import { Dialer } from './dialer.js';
import { Failure, REFUSED, fetchSnapshot } from './rest.js';
import { Updates } from './updates.js';

export class Connection {
  /** What version 2 continues from after a reconnect; null if it needs the whole state. */
  since = null;
  /** Whether the server refused the last token. */
  tokenRefused = false;

  #token;
  #dialer;

  /**
   * @param client the name and version of the program; empty if it has none
   * @param tell applies a change to the view before it returns
   */
  constructor({ application, token, client, version }, view, tell) {
    this.application = application;
    this.client = client;
    this.#token = token;
    this.view = view;
    this.tell = tell;
    this.updates = new Updates((page) => this.#transmit(page), tell);
    this.#dialer = new Dialer(this, version);
  }

  connect() {
    this.#dialer.connect();
  }

  /** Closes the connection. It can be opened again, by another user. */
  disconnect() {
    this.#dialer.close();
    this.updates.forget();
    this.since = null;
    this.tell({ forgotten: true, state: { name: 'closed' } });
  }

  update(page) {
    this.updates.say(page);
  }

  setVisibility(visibility) {
    this.tell({ queuedVisibility: visibility });
    const { session } = this.#dialer;
    session?.conversation.choose();
    session?.watch.expect();
  }

  async resync() {
    await this.#dialer.session?.conversation.resync?.();
  }

  renewToken() {
    this.#dialer.session?.conversation.renew?.();
  }

  /** A person looks at a page that this connection serves. */
  check() {
    this.#dialer.session?.watch.check();
  }

  /** Something happened to the network. */
  suspect() {
    this.#dialer.session?.watch.suspect();
  }

  networkIsBack() {
    this.#dialer.networkIsBack();
    this.suspect();
  }

  // For the sessions

  /** The server has the last choice, or no choice waits any more. */
  chosen() {
    this.tell({ queuedVisibility: null });
    this.updates.flush();
  }

  replace() {
    this.#dialer.open();
  }

  end(reason) {
    this.#dialer.end(reason);
  }

  /** The server does not have the last update. */
  sayAgain(isDead) {
    if (isDead) {
      this.updates.notTaken();
      this.replace();
    } else {
      this.updates.again();
    }
  }

  async fetchSnapshot() {
    return fetchSnapshot(this.application, await this.freshToken());
  }

  async freshToken() {
    let token;
    try {
      token = await this.#token({ refused: this.tokenRefused });
    } catch {
      throw new Failure('token');
    }
    if (!token) {
      throw new Failure(REFUSED);
    }
    return token;
  }

  #transmit(page) {
    const { session } = this.#dialer;
    // Friends must not see the page before the server has made the user invisible.
    const isReady = session?.conversation.isReady && this.view.queuedVisibility !== 'nobody';
    if (isReady) {
      session.update(page);
    }
    return isReady;
  }
}
