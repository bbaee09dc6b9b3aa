/** The client of one user: what the application calls. The contract is in index.d.ts. */

import { withoutUserInfo } from './address.js';
import { Connection } from './connection.js';
import { CHANGED, View } from './view.js';

/** A bundler would take `new URL('…', import.meta.url)` for a file of the bundle. */
const here = import.meta.url;

export class PresenceClient {
  #view = new View();
  #connection;

  constructor({ url = new URL('..', here), token, client = '', tabs, version = 2 }) {
    if (typeof token !== 'function') {
      throw new TypeError('token must be a function');
    }
    const application = new URL(url);
    if (!/^https?:$/.test(application.protocol)) {
      throw new TypeError('url must be an http: or https: address');
    }
    if (!application.pathname.endsWith('/')) {
      application.pathname += '/';
    }
    const view = this.#view;
    const open = (tell) => new Connection({ application, token, client, version }, view, tell);
    this.#connection =
      tabs?.({ application, view, open }) ?? open((change) => view.apply(change));
    this.#listen();
  }

  get state() {
    return this.#view.state;
  }

  get self() {
    return this.#view.self;
  }

  get friends() {
    return this.#view.friends;
  }

  get lastSync() {
    return this.#view.lastSync;
  }

  get queued() {
    return this.#view.queued;
  }

  get queuedVisibility() {
    return this.#view.queuedVisibility;
  }

  get snapshot() {
    return this.#view.snapshot;
  }

  friend(userId) {
    return this.#view.friend(userId);
  }

  on(type, listener) {
    return this.#view.on(type, listener);
  }

  subscribe = (listener) => this.#view.on(CHANGED, () => listener());

  connect() {
    this.#connection.connect();
  }

  disconnect() {
    this.#connection.disconnect();
  }

  update({ url, title }) {
    const address = withoutUserInfo(String(url ?? ''));
    // The server drops the title of hidden activity as well, and echoes what it keeps.
    this.#connection.update({ url: address, title: address && String(title ?? '') });
  }

  hide() {
    this.update({ url: '', title: '' });
  }

  setVisibility(visibility) {
    this.#connection.setVisibility(visibility);
  }

  renewToken() {
    this.#connection.renewToken();
  }

  async resync() {
    await this.#connection.resync();
  }

  #listen() {
    const connection = this.#connection;
    globalThis.addEventListener?.('online', () => connection.networkIsBack());
    globalThis.addEventListener?.('offline', () => connection.suspect());
    const network = globalThis.navigator?.connection;
    network?.addEventListener?.('change', () => connection.suspect());
  }
}
