/** The field for the address of the server, which is checked while the user types. */

import { message } from './messages.js';
import { serverSettings } from './token.js';

const LOOPBACK = new Set(['localhost', '127.0.0.1']);
const PAUSE = 500;

export class ServerField {
  #field;
  #status;
  #later = 0;

  constructor(field, status) {
    this.#field = field;
    this.#status = status;
    field.addEventListener('input', () => {
      clearTimeout(this.#later);
      this.#later = setTimeout(() => this.#ask(), PAUSE);
    });
  }

  /** The address with a slash at the end; null if it cannot be one of a server. */
  address() {
    return this.#read().address ?? null;
  }

  /** Whether the address may be right. Says why not. */
  check() {
    const { problem } = this.#read();
    this.#field.setAttribute('aria-invalid', String(Boolean(problem)));
    if (problem) {
      this.#status.textContent = message(problem);
    }
    return !problem;
  }

  #read() {
    let url;
    try {
      url = new URL(this.#field.value.trim());
    } catch {
      return { problem: 'serverAddress' };
    }
    if (url.protocol !== 'https:' && url.protocol !== 'http:') {
      return { problem: 'serverAddress' };
    }
    if (url.protocol === 'http:' && !LOOPBACK.has(url.hostname)) {
      return { problem: 'serverPlain' };
    }
    url.search = url.hash = '';
    url.pathname = url.pathname.replace(/\/*$/, '/');
    return { address: url.href };
  }

  async #ask() {
    const address = this.address();
    if (!address) {
      this.check();
      return;
    }
    this.#field.setAttribute('aria-invalid', 'false');
    this.#status.textContent = message('serverChecking');
    const found = await serverSettings(address).catch(() => null);
    if (address === this.address()) {
      this.#status.textContent = message(found ? 'serverFound' : 'serverMissing');
    }
  }
}
