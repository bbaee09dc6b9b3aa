/**
 * The signed-in user of this tab only: two tabs may show two users. The browser keeps it for a
 * reload, and drops it with the tab.
 */

import { refresh } from './pkce.js';
import { expiryOf, flawOf, userOf } from './token.js';

const KEY = 'presence.session';
const LOOPBACK = new Set(['127.0.0.1', 'localhost']);

/**
 * The token issuer of a local run, from the fragment of the link that the run prints:
 * #issuer=http://127.0.0.1:PORT&users=alice,bob. Only an issuer on this machine is accepted. The
 * server's Content-Security-Policy lets the page reach only the issuer that the server trusts.
 */
export function developmentIssuer(fragment = location.hash) {
  const parameters = new URLSearchParams(fragment.slice(1));
  try {
    const { protocol, hostname, origin } = new URL(parameters.get('issuer') ?? '');
    if (protocol === 'http:' && LOOPBACK.has(hostname)) {
      const users = (parameters.get('users') ?? '').split(',').filter(Boolean);
      return { origin, users };
    }
  } catch {
    // There is no issuer, or it is not an address.
  }
  return null;
}

/** The server's public settings; null if it does not answer. Asked once if it answers. */
export async function pageSettings() {
  settings ??= await fetch(new URL('../page-settings', import.meta.url), {
    signal: AbortSignal.timeout(10_000),
  })
    .then((response) => (response.ok ? response.json() : null))
    .catch(() => null);
  return settings;
}

let settings = null;

/** How long before its end a token is replaced. The library asks for one a minute before. */
const EARLY = 90_000;

export class Session {
  #value;
  #problem = null;

  constructor() {
    this.#value = JSON.parse(sessionStorage.getItem(KEY) ?? 'null');
  }

  get signedIn() {
    return this.#value !== null;
  }

  get isDemo() {
    return this.signedIn && 'user' in this.#value;
  }

  /** The id of the user. Tabs of the same user share a connection. */
  get userId() {
    return this.#value?.user ?? userOf(this.#value?.token ?? '') ?? crypto.randomUUID();
  }

  /** Why there is no token: the name of a text and its values. */
  get problem() {
    return this.#problem;
  }

  signInWithToken(token) {
    this.#keep({ token });
  }

  signInWithTokens({ token, refreshToken }) {
    this.#keep({ token, refreshToken });
  }

  signInAs(user, issuer) {
    this.#keep({ user, issuer: issuer.origin });
  }

  signOut() {
    this.#value = null;
    sessionStorage.removeItem(KEY);
  }

  /** The user's last update, to be sent again after a reload. */
  get said() {
    return this.#value?.said ?? null;
  }

  set said(page) {
    this.#keep({ ...this.#value, said: page });
  }

  /** Until when sharing is paused, and the page to share again; null if it is not. */
  get paused() {
    return this.#value?.paused ?? null;
  }

  set paused(paused) {
    this.#keep({ ...this.#value, paused });
  }

  /** The freshest token available; null if the only one was refused. Sets {@link problem}. */
  async token({ refused }) {
    this.#problem = null;
    if (this.isDemo) {
      return this.#demoToken();
    }
    const token = this.#value?.token ?? null;
    if (this.#value?.refreshToken && (refused || expiryOf(token) < Date.now() + EARLY)) {
      return this.#renewed();
    }
    if (!refused) {
      return token;
    }
    const issuer = (await pageSettings())?.issuer;
    this.#problem = flawOf(token ?? '', issuer) ?? { text: 'tokenRefused' };
    return null;
  }

  async #demoToken() {
    const { user, issuer } = this.#value;
    // The tab kept it, but check it again.
    const checked = developmentIssuer(`#issuer=${issuer}`);
    const trusted = (await pageSettings())?.issuer;
    if (trusted && trusted !== checked.origin) {
      this.#problem = { text: 'oldLink' };
      return null;
    }
    this.#problem = { text: 'issuerDown', values: { issuer: checked.origin } };
    const response = await fetch(`${checked.origin}/token?user=${encodeURIComponent(user)}`, {
      signal: AbortSignal.timeout(10_000),
    });
    this.#problem = response.ok ? null : { text: 'noTokenFor', values: { user } };
    return response.ok ? response.text() : null;
  }

  async #renewed() {
    this.#problem = { text: 'issuerDown', values: { issuer: (await pageSettings())?.issuer } };
    const tokens = await refresh((await pageSettings()).signIn, this.#value.refreshToken);
    this.#problem = tokens ? null : { text: 'signInAgain' };
    if (tokens) {
      this.#keep({ ...this.#value, ...tokens });
    }
    return tokens?.token ?? null;
  }

  #keep(value) {
    this.#value = value;
    sessionStorage.setItem(KEY, JSON.stringify(value));
  }
}
