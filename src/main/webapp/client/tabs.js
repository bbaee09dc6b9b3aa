/**
 * One connection for all tabs of a user. The tab that holds a lock has the connection, and relays
 * for the others. The browser releases the lock when the tab closes, and the next tab takes over.
 */

/** How often a tab that a person looks at has the connection checked. */
const CHECK = 2_500;

/**
 * How long a tab that leaves keeps its connection: for the next tab to open one, and then for the
 * server to record that one.
 */
const HAND_OVER = { open: 5_000, recorded: 3_000 };

/**
 * The option `tabs` of a client. Without Web Locks, as in an insecure context, each tab has a
 * connection of its own.
 */
export function oneConnection(name) {
  return ({ application, view, open }) =>
    globalThis.navigator?.locks && globalThis.BroadcastChannel
      ? new Tab(() => `presence ${application} ${valueOf(name)}`, view, open)
      : null;
}

class Tab {
  #keyNow;
  /** The name of the channel and of the lock, since this tab takes part. */
  #key;
  #view;
  #open;
  #id = crypto.randomUUID();
  /** The channel to the other tabs; null unless this tab takes part. */
  #channel = null;
  #waiting = null;
  #timer = 0;
  /** The connection; null if another tab has it. */
  #connection = null;
  #release = null;
  /** The last update of any tab. */
  #said = null;

  constructor(keyNow, view, open) {
    this.#keyNow = keyNow;
    this.#view = view;
    this.#open = open;
  }

  connect() {
    if (this.#channel) {
      this.#ask({ action: 'connect' });
      return;
    }
    this.#key = this.#keyNow();
    this.#channel = new BroadcastChannel(this.#key);
    this.#channel.onmessage = ({ data }) => this.#receive(data);
    this.#timer = setInterval(() => this.#checkIfSeen(), CHECK);
    this.#waiting = new AbortController();
    this.#view.apply({ state: { name: 'connecting', attempt: 1 } });
    this.#ask({ action: 'hello' });
    if (this.#said) {
      this.#post({ action: 'update', page: this.#said });
    }
    const visibility = this.#view.queuedVisibility;
    if (visibility) {
      this.#post({ action: 'visibility', visibility });
    }
    navigator.locks
      .request(this.#key, { signal: this.#waiting.signal }, () => this.#lead())
      .catch(() => {}); // left before it had the lock
  }

  /** The last tab that leaves closes the connection. */
  async disconnect() {
    const channel = this.#channel;
    const forgotten = { forgotten: true, queued: null, state: { name: 'closed' } };
    if (!channel) {
      this.#view.apply(forgotten);
      return;
    }
    const connection = this.#connection;
    const release = this.#release;
    this.#said = null;
    this.#leave();
    this.#view.apply(forgotten);
    if (connection && (await this.#hasNext())) {
      // The next connection opens first: otherwise friends would see the user leave.
      const isOpen = new Promise((resolve) => {
        setTimeout(resolve, HAND_OVER.open);
        channel.onmessage = ({ data }) => {
          if (data.change?.state?.name === 'open') {
            setTimeout(resolve, HAND_OVER.recorded);
          }
        };
      });
      release();
      await isOpen;
    }
    connection?.disconnect();
    release?.();
    channel.close();
  }

  #leave() {
    this.#channel = this.#connection = this.#release = null;
    clearInterval(this.#timer);
    this.#waiting.abort();
  }

  update(page) {
    this.#said = page;
    if (this.#connection) {
      this.#connection.update(page);
    } else {
      this.#view.apply({ queued: page });
    }
    this.#post({ action: 'update', page });
  }

  setVisibility(visibility) {
    this.#choose(visibility);
    this.#post({ action: 'visibility', visibility });
  }

  renewToken() {
    this.#connection?.renewToken();
  }

  async resync() {
    this.#ask({ action: 'resync' });
  }

  suspect() {
    this.#connection?.suspect();
  }

  networkIsBack() {
    this.#connection?.networkIsBack();
  }

  // Between the tabs

  #lead() {
    if (!this.#channel) {
      return undefined;
    }
    const connection = this.#open((change) => {
      if (this.#connection !== connection) {
        return;
      }
      if (change.state?.reason === 'token' && change.state.name === 'ended') {
        this.#stepDown(change);
        return;
      }
      this.#view.apply(change);
      this.#post({ change });
    });
    this.#connection = connection;
    connection.updates.resume(this.#said);
    connection.connect();
    return new Promise((resolve) => {
      this.#release = resolve;
    });
  }

  /** The server refuses the token of this tab. Another tab may have a better one. */
  #stepDown(change) {
    const channel = this.#channel;
    const release = this.#release;
    this.#leave();
    release();
    channel.close();
    this.#view.apply(change);
  }

  #choose(visibility) {
    if (this.#connection) {
      this.#connection.setVisibility(visibility);
    } else {
      this.#view.apply({ queuedVisibility: visibility });
    }
  }

  #receive({ change, to, from, action, page, visibility }) {
    if (change) {
      if (!this.#connection && (!to || to === this.#id)) {
        this.#view.apply(change);
      }
    } else if (action === 'update') {
      this.#said = page;
      if (this.#connection) {
        this.#connection.update(page);
      } else {
        this.#view.apply({ queued: page });
      }
    } else if (action === 'visibility') {
      this.#choose(visibility);
    } else if (this.#connection && action === 'hello') {
      this.#post({ to: from, change: wholeOf(this.#view) });
    } else {
      this.#perform(action);
    }
  }

  /** Has the tab with the connection do something. */
  #ask(request) {
    this.#perform(request.action);
    this.#post({ ...request, from: this.#id });
  }

  #perform(action) {
    if (action === 'connect' || action === 'resync' || action === 'check') {
      this.#connection?.[action]();
    }
  }

  #post(message) {
    this.#channel?.postMessage(message);
  }

  /** The tab with the connection may be hidden, and browsers delay its timers. */
  #checkIfSeen() {
    if (!this.#connection && globalThis.document?.visibilityState === 'visible') {
      this.#ask({ action: 'check' });
    }
  }

  async #hasNext() {
    const { pending } = await navigator.locks.query();
    return pending.some(({ name }) => name === this.#key);
  }
}

function valueOf(name) {
  return typeof name === 'function' ? name() : name;
}

/** The change that brings another tab to this view. */
function wholeOf({ self, friends, lastSync: at, queued, queuedVisibility, state }) {
  return { ...(self && { people: { self, friends, at } }), queued, queuedVisibility, state };
}
