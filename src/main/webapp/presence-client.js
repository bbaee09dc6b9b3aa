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

/**
 * Protocol version 1 does not answer heartbeats, and TCP reports a silent network after minutes.
 * The server answers an unknown action with an error, at once, on the same connection and without
 * its stores. So this message shows whether the connection works in both directions.
 */
const PROBE = '{"action":"probe"}';
const PROBE_ANSWER = 'unknown-action';

/**
 * How long the server may take to answer before the connection counts as dead: an update has 5 s
 * for its echo and 5 s more for a probe, as the echo has to wait for Redis and a probe has not. A
 * suspected connection has less time, as a mistake costs a handshake and nothing else.
 */
const ANSWER = { echo: 5_000, probe: 5_000, idle: 10_000, suspected: 3_000 };

/**
 * How often to look at the clock, and how much later a timer has to fire to show that the machine
 * slept. Browsers delay the timers of hidden tabs by up to a minute: that alone is no gap.
 */
const WATCH = { interval: 5_000, late: 5_000, gap: 65_000 };

/**
 * A connection that lasts this long was a good one, so that the next failure is a first one. The
 * server has recorded it by now, so that the one that it replaces can be closed.
 */
const STABLE = 10_000;

/** The server closes a silent connection after 45 s: no update can arrive on it later than this. */
const LATE_UPDATES = 60_000;

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
const TOO_MANY_CONNECTIONS = 4008;
const FINAL = new Map([
  [1008, 'too-many-messages'],
  [1009, 'message-too-big'],
  [TOO_MANY_CONNECTIONS, 'too-many-connections'],
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
  #timers = { retry: 0, heartbeat: 0, watch: 0, answer: 0, stable: 0, patience: 0, sync: 0 };
  #lastSync = 0;
  #syncFailures = 0;
  #sync = null;
  /** When this socket last said something about a user, who may be none of the snapshot's yet. */
  #heard = new Map();
  /** What it said about users that no snapshot named so far. */
  #early = new Map();
  /** The last update of this client, and whether it still has to be sent. */
  #said = null;
  #unsent = false;
  /** Where and when the last update was sent. */
  #sent = { socket: null, at: 0 };
  /** The updates that this connection sent and the server has not answered, oldest first. */
  #unanswered = [];
  /** The probe that is on its way, and the last update before it. */
  #probing = null;
  #answerDue = 0;
  /**
   * Replaced connections. A close frame may be delivered before the server has recorded the next
   * connection, and friends would see the user leave: so these stay open until that one is stable.
   */
  #replaced = new Set();
  /** Updates that a replaced connection may still deliver, and until when. */
  #late = new Map();

  constructor({ url = new URL('.', import.meta.url), token }) {
    if (typeof token !== 'function') {
      throw new TypeError('token must be a function that returns a token');
    }
    this.#application = new URL(url);
    if (!this.#application.pathname.endsWith('/')) {
      this.#application.pathname += '/';
    }
    this.#token = token;
    globalThis.addEventListener?.('online', () => this.#networkIsBack());
    globalThis.addEventListener?.('offline', () => this.#suspect());
    globalThis.navigator?.connection?.addEventListener?.('change', () => this.#suspect());
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
    this.#closeReplaced();
    // The next one to connect may be another user.
    this.#late.clear();
    this.#said = null;
    this.#unsent = false;
    this.#self = null;
    this.#friends = new Map();
    this.#lastSync = 0;
    this.#become({ name: 'closed' });
  }

  update({ url, title }) {
    const address = withoutUserInfo(String(url ?? ''));
    // The server drops the title of hidden activity as well, and echoes what it keeps.
    this.#said = { url: address, title: address && String(title ?? '') };
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
    this.#timers.stable = setTimeout(() => {
      this.#attempt = 0;
      this.#closeReplaced();
    }, STABLE);
    this.#tokenRefused = false;
    this.#beatLater();
    this.#watch();
    this.#become({ name: 'open' });
    this.#flush();
    this.#synchronise();
  }

  /** Forgets the socket. One that is open is closed later: see {@link #closeReplaced}. */
  #drop() {
    for (const name of Object.keys(this.#timers)) {
      clearTimeout(this.#timers[name]);
      this.#timers[name] = 0;
    }
    const socket = this.#socket;
    this.#socket = null;
    this.#sync = null;
    this.#syncFailures = 0;
    this.#heard.clear();
    this.#early.clear();
    for (const page of this.#unanswered) {
      // It may be lost, or be delivered late.
      this.#late.set(keyOf(page), Date.now() + LATE_UPDATES);
      this.#unsent = true;
    }
    this.#unanswered = [];
    this.#probing = null;
    if (socket instanceof WebSocket) {
      socket.onopen = socket.onmessage = socket.onclose = null;
      if (socket.readyState === WebSocket.OPEN) {
        this.#replaced.add(socket);
      } else {
        socket.close();
      }
    }
  }

  #closeReplaced() {
    this.#replaced.forEach((socket) => socket.close(1000));
    this.#replaced.clear();
  }

  /** Opens another connection in place of this one, which does not work. */
  #replace() {
    this.#drop();
    this.#open();
  }

  async #lost(code, reason = '') {
    const wasOpen = this.#state.name === 'open';
    this.#drop();
    if (code === TOO_MANY_CONNECTIONS && this.#replaced.size > 0) {
      // Those that it replaces count as well.
      this.#closeReplaced();
      this.#retry(code, this.#delay(code));
    } else if (FINAL.has(code)) {
      this.#closeReplaced();
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
    this.#closeReplaced();
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

  /** The caller does not want to wait any longer. */
  #hurry() {
    if (this.#state.name === 'waiting') {
      this.#open();
    }
  }

  #networkIsBack() {
    if (this.#state.name === 'connecting') {
      // TCP tries again at growing intervals, and may be within a long one.
      this.#open();
    } else {
      this.#hurry();
      this.#suspect();
    }
  }

  // Whether the connection works

  #beatLater() {
    const delay = between(HEARTBEAT.least, HEARTBEAT.most);
    this.#timers.heartbeat = setTimeout(() => this.#beat(), delay);
  }

  #beat() {
    this.#socket.send('{"action":"heartbeat"}');
    this.#flush();
    this.#probe(ANSWER.idle);
    this.#beatLater();
  }

  /** Notices that the machine slept: the connection may be dead, and events were missed. */
  #watch() {
    const due = Date.now() + WATCH.interval;
    this.#timers.watch = setTimeout(() => {
      const late = Date.now() - due;
      this.#watch();
      if (late > WATCH.late) {
        this.#suspect();
      }
      if (late > WATCH.gap) {
        this.#synchronise();
      }
    }, WATCH.interval);
  }

  #suspect() {
    if (this.#state.name === 'open') {
      this.#probe(ANSWER.suspected);
    }
  }

  #probe(patience) {
    if (this.#probing && this.#timers.answer && this.#answerDue <= Date.now() + patience) {
      return; // asked already, with less patience
    }
    this.#ask();
    this.#await(patience, () => this.#replace());
  }

  #ask() {
    if (!this.#probing) {
      this.#socket.send(PROBE);
      this.#probing = { after: this.#unanswered.at(-1) };
    }
  }

  #awaitEcho() {
    this.#await(ANSWER.echo, () => this.#probe(ANSWER.probe));
  }

  /** Gives the server time for an answer. */
  #await(patience, otherwise, wasLate = false) {
    const due = (this.#answerDue = Date.now() + patience);
    clearTimeout(this.#timers.answer);
    this.#timers.answer = setTimeout(() => {
      this.#timers.answer = 0;
      if (Date.now() - due > WATCH.late && !wasLate) {
        // The machine slept, so the answer may be there in a moment. This is done once only, as a
        // browser may delay every timer of a hidden tab.
        this.#ask();
        this.#await(ANSWER.suspected, () => this.#replace(), true);
      } else {
        otherwise();
      }
    }, patience);
  }

  /** The server has received all updates up to this one; none if it only showed that it is there. */
  #answered(page) {
    this.#unanswered.splice(0, this.#unanswered.indexOf(page) + 1);
    clearTimeout(this.#timers.answer);
    this.#timers.answer = 0;
    if (this.#unanswered.length > 0) {
      this.#awaitEcho();
    }
  }

  #flush() {
    if (this.#unsent && this.#state.name === 'open') {
      this.#socket.send(JSON.stringify({ action: 'update-presence', ...this.#said }));
      this.#unsent = false;
      this.#sent = { socket: this.#socket, at: Date.now() };
      this.#unanswered.push(this.#said);
      if (!this.#timers.answer) {
        this.#awaitEcho();
      }
    }
  }

  /** The server sent an update of this user, by this client or another one. */
  #echoed(page) {
    const key = keyOf(page);
    const answered = this.#unanswered.find((sent) => keyOf(sent) === key);
    if (answered) {
      this.#answered(answered);
    } else if (this.#late.get(key) > Date.now() && this.#said && keyOf(this.#said) !== key) {
      // An old one, delivered by a replaced connection after the newer one.
      this.#late.delete(key);
      this.#unsent = true;
      this.#flush();
    }
  }

  // Events

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
        if (userId === this.#self?.userId) {
          this.#echoed({ url, title });
        }
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
        this.#refused(message);
        break;
      default:
      // What later servers may say.
    }
  }

  #refused({ code, message }) {
    if (code === PROBE_ANSWER) {
      this.#answered(this.#probing?.after);
      this.#probing = null;
      return;
    }
    if (code === 'too-many-messages') {
      // Perhaps it was the probe.
      this.#probing = null;
    }
    this.#answered();
    // The page may not have been recorded: it goes with the next heartbeat.
    this.#unsent ||= NOT_TAKEN.has(code) && this.#said !== null;
    this.#emit('error', { code, message });
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
      this.#sayAgain(start);
    }
  }

  /** The server takes this user for offline. Updates of another client are left alone. */
  #sayAgain(start) {
    const { socket, at } = this.#sent;
    this.#unsent = true;
    if (socket === this.#socket && at < start - LAG) {
      // It has had an update and heartbeats on this connection, or would have if it worked.
      this.#replace();
    } else {
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

/**
 * The address without user name and password, which friends must not see. An address without them
 * is unchanged, character for character.
 */
function withoutUserInfo(address) {
  let url;
  try {
    url = new URL(address);
  } catch {
    // Not an address, but what was typed may still hold a password.
    return address.replace(/^(\s*(?:[a-z][a-z\d+.-]*:)?[/\\]{2,})[^/\\?#]*@/i, '$1');
  }
  if (url.username || url.password) {
    url.username = url.password = '';
    return url.href;
  }
  // Such as view-source:https://…: to the parser the rest is a mere path.
  const outer = url.host === '' && /^\s*[a-z][a-z\d+.-]*:(?=[a-z][a-z\d+.-]*:)/i.exec(address);
  return outer ? outer[0] + withoutUserInfo(address.slice(outer[0].length)) : address;
}

function keyOf({ url, title }) {
  return JSON.stringify([url, title]);
}

function between(least, most) {
  return least + Math.random() * (most - least);
}
