/** Calls the REST API with the token of the session. */

import { expiryOf } from '../live/token.js';

const ROOT = new URL('../api/', import.meta.url);
const TIMEOUT = 10_000;

/** How long before its end a token is replaced. */
const EARLY = 60_000;

export class Api {
  #session;
  #token = null;

  constructor(session) {
    this.#session = session;
  }

  /** Forgets the token of the user who has signed out. */
  forget() {
    this.#token = null;
  }

  /** The response; null if there is no token. A refused token is renewed once. */
  async send(method, path) {
    if (!this.#token || expiryOf(this.#token) < Date.now() + EARLY) {
      this.#token = await this.#session.token({ refused: false });
    }
    const response = await this.#fetch(method, path);
    if (response?.status !== 401) {
      return response;
    }
    this.#token = await this.#session.token({ refused: true });
    return this.#fetch(method, path);
  }

  #fetch(method, path) {
    if (!this.#token) {
      return null;
    }
    return fetch(new URL(path, ROOT), {
      method,
      headers: { Authorization: this.#token },
      signal: AbortSignal.timeout(TIMEOUT),
    });
  }
}
