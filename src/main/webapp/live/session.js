/**
 * The signed-in user of this tab only: two tabs may show two users. The browser keeps it for a
 * reload, and drops it with the tab.
 */

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

export class Session {
  #value;

  constructor() {
    this.#value = JSON.parse(sessionStorage.getItem(KEY) ?? 'null');
  }

  get signedIn() {
    return this.#value !== null;
  }

  get isDemo() {
    return this.signedIn && 'user' in this.#value;
  }

  signInWithToken(token) {
    this.#keep({ token });
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

  /** The freshest token available; null if the only one was refused. */
  async token({ refused }) {
    if (this.isDemo) {
      const { user, issuer } = this.#value;
      // The tab kept it, but check it again.
      const checked = developmentIssuer(`#issuer=${issuer}`);
      const response = await fetch(`${checked.origin}/token?user=${encodeURIComponent(user)}`, {
        signal: AbortSignal.timeout(10_000),
      });
      return response.ok ? response.text() : null;
    }
    return refused ? null : (this.#value?.token ?? null);
  }

  #keep(value) {
    this.#value = value;
    sessionStorage.setItem(KEY, JSON.stringify(value));
  }
}
