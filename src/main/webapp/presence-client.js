/**
 * A client of the Presence API for browsers: pages, extensions and workers. No dependencies.
 *
 *   import { PresenceClient } from './presence-client.js';
 *
 *   const presence = new PresenceClient({ token: () => auth.freshIdToken() });
 *   presence.on('friends', (friends) => show(friends));
 *   presence.on('state', (state) => showConnection(state));
 *   presence.connect();
 *   presence.update({ url: location.href, title: document.title });
 *
 * Types and the contract of each method: presence-client.d.ts. The guide: docs/client-library.md.
 */

/** Below 30 s, which is when Chrome ends an extension's worker that hears and says nothing. */
const HEARTBEAT = { least: 20_000, most: 25_000 };

/** A heartbeat later than this was held up: the machine slept, and may have missed something. */
const GAP = 90_000;

/** A connection that lasts this long was a good one, so that the next failure is a first one. */
const STABLE = 10_000;

/** How long a handshake and a request may take. */
const PATIENCE = 20_000;

/** How far behind the socket a snapshot may be, as it may come from a replica. */
const LAG = 2_000;

const BACKOFF = { first: 1_000, most: 60_000 };

/** The server is asked again this much later where it says nothing of when. */
const BUSY = 5_000;

/**
 * The server's own close codes. Those that are final close the next connection just as well, so
 * only a person may try again. All others mean: come back. After a restart everybody does, so the
 * server gives each a moment of their own; where it gives none, that is drawn here.
 */
const FINAL = new Map([
  [1008, 'too-many-messages'],
  [1009, 'message-too-big'],
  [4008, 'too-many-connections'],
]);
const SERVICE_RESTART = 1012;
const TRY_AGAIN_LATER = 1013;
const IDLE = 4000;

/** In the reason of a close: when to come back. Seven digits at most, which a timer can wait for. */
const APPOINTMENT = /\breconnect in (\d{1,7}) ms\b/;

/** Errors after which the same message may be taken later. */
const NOT_TAKEN = new Set(['unavailable', 'too-many-messages']);

const NO_PAGE = Object.freeze({ url: '', title: '', domain: '' });

/** The server does not take the token, or there is none. */
class TokenRefused extends Error {}

/** The server does not let pages of this origin call. */
class OriginRefused extends Error {}

/** The server asks for patience. */
class Busy extends Error {
  constructor(retryAfter) {
    super('The server is busy');
    this.retryAfter = retryAfter;
  }
}

export class PresenceClient {
  #application;
  #token;
  #listeners = new Map();
  #state = Object.freeze({ name: 'closed' });
  #friends = new Map();
  #self = null;

  #socket = null;
  #attempt = 0;
  #tokenRefused = false;
  #timers = { retry: 0, heartbeat: 0, stable: 0, patience: 0, sync: 0 };
  #lastHeartbeat = 0;
  #lastSync = 0;
  #syncFailures = 0;
  #sync = null;
  /** When this socket last said something about a user, who may be none of the snapshot's yet. */
  #heard = new Map();
  /** What it said about users that no snapshot named so far. */
  #early = new Map();
  /** What was said last by this client, and whether the socket has taken it. */
  #said = null;
  #unsent = false;

  constructor({ url = new URL('.', import.meta.url), token }) {
    if (typeof token !== 'function') {
      throw new TypeError('token must be a function that returns a token');
    }
    this.#application = new URL(url);
    if (!this.#application.pathname.endsWith('/')) {
      this.#application.pathname += '/';
    }
    this.#token = token;
    globalThis.addEventListener?.('online', () => this.#hurry());
  }

  get state() {
    return this.#state;
  }

  get self() {
    return this.#self;
  }

  get friends() {
    return [...this.#friends.values()];
  }

  on(type, listener) {
    const listeners = this.#listeners.get(type) ?? new Set();
    this.#listeners.set(type, listeners.add(listener));
    return () => listeners.delete(listener);
  }

  connect() {
    if (this.#state.name === 'closed' || this.#state.name === 'ended') {
      this.#attempt = 0;
      this.#tokenRefused = false;
      this.#open();
    } else {
      this.#hurry();
    }
  }

  disconnect() {
    this.#drop();
    // The next one to connect may be another user.
    this.#said = null;
    this.#unsent = false;
    this.#self = null;
    this.#friends = new Map();
    this.#lastSync = 0;
    this.#become({ name: 'closed' });
  }

  update({ url, title }) {
    this.#said = { url: String(url), title: String(title) };
    this.#unsent = true;
    this.#flush();
  }

  hide() {
    this.update({ url: '', title: '' });
  }

  async resync() {
    if (this.#state.name === 'open') {
      await this.#synchronise();
    }
  }

  get lastSync() {
    return this.#lastSync;
  }

  // The socket

  async #open() {
    this.#drop();
    const mine = (this.#socket = {});
    const isMine = () => this.#socket === mine;
    this.#become({ name: 'connecting', attempt: this.#attempt + 1 });
    let token;
    try {
      token = await this.#freshToken();
    } catch (failure) {
      if (isMine()) {
        this.#failed(failure);
      }
      return;
    }
    if (!isMine()) {
      return; // closed while the token was awaited
    }
    const address = new URL('ws', this.#application);
    address.protocol = address.protocol.replace('http', 'ws');
    address.searchParams.set('Authorization', token);
    const socket = (this.#socket = new WebSocket(address));
    this.#timers.patience = setTimeout(() => this.#lost(1006), PATIENCE);
    socket.onopen = () => this.#socket === socket && this.#opened();
    socket.onmessage = ({ data }) => this.#socket === socket && this.#receive(data);
    socket.onclose = ({ code, reason }) => this.#socket === socket && this.#lost(code, reason);
  }

  #opened() {
    clearTimeout(this.#timers.patience);
    this.#timers.stable = setTimeout(() => (this.#attempt = 0), STABLE);
    this.#tokenRefused = false;
    this.#lastHeartbeat = Date.now();
    this.#beatLater();
    this.#become({ name: 'open' });
    this.#flush();
    this.#synchronise();
  }

  /** Forgets the socket, and ends it in good order. */
  #drop() {
    for (const timer of Object.values(this.#timers)) {
      clearTimeout(timer);
    }
    const socket = this.#socket;
    this.#socket = null;
    this.#sync = null;
    this.#syncFailures = 0;
    this.#heard.clear();
    this.#early.clear();
    if (socket instanceof WebSocket) {
      socket.onopen = socket.onmessage = socket.onclose = null;
      socket.close(1000);
    }
  }

  async #lost(code, reason = '') {
    const wasOpen = this.#state.name === 'open';
    this.#drop();
    if (FINAL.has(code)) {
      this.#become({ name: 'ended', reason: FINAL.get(code), code });
    } else if (wasOpen) {
      this.#retry(code, this.#delay(code, reason));
    } else {
      await this.#findOutWhy(code);
    }
  }

  /** Browsers do not tell how a handshake was refused. The snapshot's door has the same rules. */
  async #findOutWhy(code) {
    const mine = (this.#socket = {});
    try {
      await this.#fetchSnapshot();
      if (this.#socket === mine) {
        this.#retry(code, this.#delay(code));
      }
    } catch (failure) {
      if (this.#socket === mine) {
        this.#failed(failure, code);
      }
    }
  }

  #failed(failure, code = 1006) {
    if (failure instanceof OriginRefused) {
      this.#end('origin');
    } else if (!(failure instanceof TokenRefused)) {
      const atLeast = failure instanceof Busy ? failure.retryAfter : 0;
      this.#retry(code, Math.max(this.#delay(code), atLeast));
    } else if (this.#tokenRefused) {
      this.#end('token');
    } else {
      // Perhaps it ran out a moment ago: the next one will do, or there is none.
      this.#tokenRefused = true;
      this.#open();
    }
  }

  #end(reason) {
    this.#drop();
    this.#become({ name: 'ended', reason });
  }

  #retry(code, delay) {
    this.#drop();
    this.#attempt++;
    this.#timers.retry = setTimeout(() => this.#open(), delay);
    this.#become({ name: 'waiting', attempt: this.#attempt, retryAt: Date.now() + delay, code });
  }

  /** How long to wait, in milliseconds, as far as the close of the last connection says. */
  #delay(code, reason = '') {
    const appointment = code === SERVICE_RESTART && APPOINTMENT.exec(reason);
    if (appointment) {
      return Number(appointment[1]);
    }
    const most = Math.min(BACKOFF.most, BACKOFF.first * 2 ** this.#attempt);
    const delay = between(most / 2, most);
    if (code === TRY_AGAIN_LATER) {
      return BUSY + delay;
    }
    if (this.#attempt === 0 && code === SERVICE_RESTART) {
      return between(200, 3_000);
    }
    return this.#attempt === 0 && code === IDLE ? between(0, 500) : delay;
  }

  /** There is a network again, or somebody asks: no reason to wait any longer. */
  #hurry() {
    if (this.#state.name === 'waiting') {
      this.#open();
    }
  }

  #beatLater() {
    const delay = between(HEARTBEAT.least, HEARTBEAT.most);
    this.#timers.heartbeat = setTimeout(() => this.#beat(), delay);
  }

  #beat() {
    const late = Date.now() - this.#lastHeartbeat > GAP;
    this.#lastHeartbeat = Date.now();
    if (this.#socket.bufferedAmount > 0) {
      // The last one has not even left: the network is gone, and nobody told.
      this.#lost(1006);
      return;
    }
    this.#socket.send('{"action":"heartbeat"}');
    this.#flush();
    this.#beatLater();
    if (late) {
      this.#synchronise();
    }
  }

  #flush() {
    if (this.#unsent && this.#state.name === 'open') {
      this.#socket.send(JSON.stringify({ action: 'update-presence', ...this.#said }));
      this.#unsent = false;
    }
  }

  #receive(data) {
    const message = JSON.parse(data);
    switch (message.type) {
      case 'update-presence': {
        const { userId, url, title, domain, latestUrl, latestTitle, latestDomain } = message;
        this.#change(userId, {
          online: true,
          page: { url, title, domain },
          latestPage: { url: latestUrl, title: latestTitle, domain: latestDomain },
          lastActiveAt: Date.now(),
        });
        break;
      }
      case 'presence-timeout':
        this.#change(message.userId, {
          online: false,
          page: null,
          latestPage: null,
          lastActiveAt: Date.now(),
        });
        break;
      case 'error':
        // The page may not have been recorded: it goes with the next heartbeat.
        this.#unsent ||= NOT_TAKEN.has(message.code) && this.#said !== null;
        this.#emit('error', { code: message.code, message: message.message });
        break;
      default:
      // What later servers may say.
    }
  }

  #change(userId, change) {
    this.#heard.set(userId, Date.now());
    const before = this.#friends.get(userId);
    if (userId === this.#self?.userId) {
      this.#self = { ...this.#self, ...change };
      this.#emit('self', this.#self);
    } else if (before) {
      const friend = { ...before, ...change };
      this.#friends.set(userId, friend);
      this.#emit('friend', friend, before);
      this.#emit('friends', this.friends);
    } else {
      // A new friend, or a message that is faster than the snapshot, which has the name.
      this.#early.set(userId, change);
      if (!this.#sync) {
        this.#syncSoon();
      }
    }
  }

  // The snapshot

  /** One at a time; who asks while one is on its way gets the next one. */
  async #synchronise() {
    clearTimeout(this.#timers.sync);
    if (this.#sync) {
      this.#sync.again = true;
      return;
    }
    const sync = (this.#sync = { again: false, start: Date.now() });
    const socket = this.#socket;
    let failure = null;
    let snapshot = null;
    try {
      snapshot = await this.#fetchSnapshot();
    } catch (e) {
      failure = e;
    }
    if (this.#socket !== socket || this.#sync !== sync) {
      return; // another connection reads its own
    }
    this.#sync = null;
    if (failure instanceof TokenRefused && this.#tokenRefused) {
      this.#end('token');
    } else if (failure) {
      // The socket works, so that updates arrive; only the beginning is missing.
      this.#tokenRefused = failure instanceof TokenRefused;
      const most = Math.min(BACKOFF.most, BACKOFF.first * 2 ** this.#syncFailures++);
      const delay = Math.max(between(most / 2, most), failure.retryAfter ?? 0);
      this.#timers.sync = setTimeout(() => this.#synchronise(), delay);
    } else {
      this.#tokenRefused = false;
      this.#syncFailures = 0;
      this.#take(snapshot, sync.start);
      if (sync.again) {
        this.#syncSoon();
      }
    }
  }

  #syncSoon() {
    clearTimeout(this.#timers.sync);
    this.#timers.sync = setTimeout(() => this.#synchronise(), between(100, 500));
  }

  #take({ userPresence, presenceArr, userInfoMap }, start) {
    const person = (entry, before) => {
      const info = userInfoMap[entry.userId];
      const name = {
        userId: entry.userId,
        firstName: info?.first_name ?? '',
        lastName: info?.last_name ?? '',
        imageExtension: info?.profile_image_extension ?? null,
      };
      const early = this.#early.get(entry.userId);
      if (early) {
        return { ...name, ...early };
      }
      if (before && this.#heard.get(entry.userId) > start - LAG) {
        return { ...before, ...name };
      }
      return {
        ...name,
        online: entry.page !== null,
        page: entry.page,
        latestPage: entry.latestPage,
        lastActiveAt: entry.lastActiveAt ?? null,
      };
    };
    this.#self = person(userPresence, this.#self);
    this.#friends = new Map(
      presenceArr.map((entry) => [entry.userId, person(entry, this.#friends.get(entry.userId))]),
    );
    this.#early.clear();
    this.#lastSync = Date.now();
    this.#emit('self', this.#self);
    this.#emit('friends', this.friends);
    if (!this.#self.online && this.#said && !this.#unsent) {
      // The server forgot: it took this user for idle, say. Another client's word is left alone.
      this.#unsent = true;
      this.#flush();
    }
  }

  async #fetchSnapshot() {
    const response = await fetch(new URL('api/presence', this.#application), {
      headers: { Authorization: await this.#freshToken() },
      cache: 'no-store',
      credentials: 'omit',
      signal: AbortSignal.timeout(PATIENCE),
    });
    if (response.status === 401) {
      throw new TokenRefused();
    }
    if (response.status === 403) {
      throw new OriginRefused();
    }
    if (!response.ok) {
      const seconds = Number(response.headers.get('Retry-After'));
      throw new Busy(seconds > 0 ? seconds * 1_000 : BUSY);
    }
    return response.json();
  }

  async #freshToken() {
    const token = await this.#token({ refused: this.#tokenRefused });
    if (!token) {
      throw new TokenRefused();
    }
    return token;
  }

  // Listeners

  #become(state) {
    this.#state = Object.freeze(state);
    this.#emit('state', this.#state);
  }

  #emit(type, ...details) {
    for (const listener of this.#listeners.get(type) ?? []) {
      try {
        listener(...details);
      } catch (e) {
        // A listener's mistake is not to keep the others, or the connection, from going on.
        reportError(e);
      }
    }
  }
}

/** Whether somebody is online and hides what they read. */
export function isHidden(person) {
  return person.online && (person.page ?? NO_PAGE).url === '';
}

/** The address of a page as a link may have it; null where it is none of the web. */
export function linkOf(page) {
  try {
    const url = new URL(page.url);
    return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : null;
  } catch {
    return null;
  }
}

function between(least, most) {
  return least + Math.random() * (most - least);
}
