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

/** Below 30 s: after this time without activity Chrome ends an extension's worker. */
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
 * for its echo and 5 s more for a probe, as the echo waits for Redis and a probe does not. A
 * suspected connection has less time, as a mistake only costs a handshake.
 */
const ANSWER = { echo: 5_000, probe: 5_000, idle: 10_000, suspected: 3_000 };

/**
 * How often to check the clock, and how late a timer must fire to show that the machine slept.
 * Browsers delay the timers of hidden tabs by up to a minute: that alone is no gap.
 */
const WATCH = { interval: 5_000, late: 5_000, gap: 65_000 };

/**
 * A connection that lasts this long is stable, so the count of attempts starts again. The server
 * has recorded it, so the connection that it replaces can be closed.
 */
const STABLE = 10_000;

/** The server closes a silent connection after 45 s: no update can arrive on it later than this. */
const LATE_UPDATES = 60_000;

/** How long a handshake and a request may take. */
const PATIENCE = 20_000;

/**
 * How far behind the socket a snapshot may be: the server reads from a replica that lags by up to
 * 8 s, and the request takes time as well.
 */
const LAG = 10_000;

const BACKOFF = { first: 1_000, most: 60_000 };

/** The wait before the server is asked again, if it gives no time. */
const BUSY = 5_000;

/**
 * The server's own close codes. After a final one the next connection would be closed as well, so
 * only a person may try again. All other codes mean: reconnect. After a restart all clients do, so
 * the server gives each a moment of its own. If it gives none, the library draws one.
 */
const TOO_MANY_CONNECTIONS = 4008;
const FINAL = new Map([
  [1008, 'too-many-messages'],
  [1009, 'message-too-big'],
  [4005, 'disconnected'],
  [TOO_MANY_CONNECTIONS, 'too-many-connections'],
]);
const SERVICE_RESTART = 1012;
const TRY_AGAIN_LATER = 1013;
const IDLE = 4000;

/** Why a connection ended; all other codes mean that it was lost. */
const REASONS = new Map([
  [SERVICE_RESTART, 'restart'],
  [TRY_AGAIN_LATER, 'busy'],
]);

/** The time to wait, in the reason of a close. At most seven digits, which a timer can wait for. */
const APPOINTMENT = /\breconnect in (\d{1,7}) ms\b/;

/** Errors after which the server may accept the same message later. */
const NOT_TAKEN = new Set(['unavailable', 'too-many-messages']);

const NO_PAGE = Object.freeze({ url: '', title: '', domain: '' });

/** The server refuses the token, or there is none. */
class TokenRefused extends Error {}

/** The server refuses pages of this origin. */
class OriginRefused extends Error {}

/** The callback that returns a token failed. */
class NoToken extends Error {}

/** There is no Presence API at this address. */
class NotFound extends Error {}

/** The server asks the client to wait. */
class Busy extends Error {
  constructor(retryAfter) {
    super('The server is busy');
    this.retryAfter = retryAfter;
  }
}

export class PresenceClient {
  #application;
  #token;
  #client;
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
  /** When this socket last had an event of each user, also of users not in the snapshot yet. */
  #heard = new Map();
  /** The events of users that no snapshot has named yet. */
  #early = new Map();
  /** The last update of this client, and whether it still has to be sent. */
  #said = null;
  #unsent = false;
  /** The update that listeners know as queued. */
  #queued = null;
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

  constructor({ url = new URL('.', import.meta.url), token, client = '' }) {
    if (typeof token !== 'function') {
      throw new TypeError('token must be a function that returns a token');
    }
    this.#application = new URL(url);
    if (!this.#application.pathname.endsWith('/')) {
      this.#application.pathname += '/';
    }
    this.#token = token;
    this.#client = client;
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
    this.#tellQueued();
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
    this.#tellQueued();
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

  get queued() {
    return this.#unsent || this.#unanswered.length > 0 ? this.#said : null;
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
    if (this.#client) {
      address.searchParams.set('client', this.#client);
    }
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

  /** Drops the socket. An open one is closed later: see {@link #closeReplaced}. */
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
      // The update may be lost, or be delivered late.
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

  /** Opens another connection in place of this one, which is dead. */
  #replace() {
    this.#drop();
    this.#open();
  }

  async #lost(code, reason = '') {
    const wasOpen = this.#state.name === 'open';
    this.#drop();
    if (code === TOO_MANY_CONNECTIONS && this.#replaced.size > 0) {
      // The connections that it replaces count as well.
      this.#closeReplaced();
      this.#retry(code, this.#delay(code), 'lost');
    } else if (FINAL.has(code)) {
      this.#closeReplaced();
      this.#become({ name: 'ended', reason: FINAL.get(code), code });
    } else if (wasOpen) {
      this.#retry(code, this.#delay(code, reason), REASONS.get(code) ?? 'lost');
    } else {
      await this.#findOutWhy(code);
    }
  }

  /** Browsers do not say why a handshake was refused. The REST API has the same rules. */
  async #findOutWhy(code) {
    const mine = (this.#socket = {});
    try {
      await this.#fetchSnapshot();
      if (this.#socket === mine) {
        this.#retry(code, this.#delay(code), 'lost');
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
      this.#retry(code, Math.max(this.#delay(code), atLeast), reasonOf(failure));
    } else if (this.#tokenRefused) {
      this.#end('token');
    } else {
      // The token may just have expired: the callback returns a fresh one, or none.
      this.#tokenRefused = true;
      this.#open();
    }
  }

  #end(reason) {
    this.#drop();
    this.#closeReplaced();
    this.#become({ name: 'ended', reason });
  }

  #retry(code, delay, reason) {
    this.#drop();
    this.#attempt++;
    this.#timers.retry = setTimeout(() => this.#open(), delay);
    const retryAt = Date.now() + delay;
    this.#become({ name: 'waiting', attempt: this.#attempt, retryAt, code, reason });
  }

  /** How long to wait, in milliseconds, according to the close of the last connection. */
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

  /** Ends the wait: the caller asked to connect now. */
  #hurry() {
    if (this.#state.name === 'waiting') {
      this.#open();
    }
  }

  #networkIsBack() {
    if (this.#state.name === 'connecting') {
      // TCP retries at growing intervals, and the current one may be long.
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
      return; // a probe with an earlier deadline is on its way
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
        // The machine slept, so the answer may arrive in a moment. Wait once only: a browser may
        // delay every timer of a hidden tab.
        this.#ask();
        this.#await(ANSWER.suspected, () => this.#replace(), true);
      } else {
        otherwise();
      }
    }, patience);
  }

  /** The server has received all updates up to this one; none if it only answers. */
  #answered(page) {
    this.#unanswered.splice(0, this.#unanswered.indexOf(page) + 1);
    clearTimeout(this.#timers.answer);
    this.#timers.answer = 0;
    if (this.#unanswered.length > 0) {
      this.#awaitEcho();
    }
    this.#tellQueued();
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
      // An old update, which a replaced connection delivered after the newer one.
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
      // A message type of a later server.
    }
  }

  #refused({ code, message }) {
    if (code === PROBE_ANSWER) {
      this.#answered(this.#probing?.after);
      this.#probing = null;
      return;
    }
    if (code === 'too-many-messages') {
      // This may answer the probe.
      this.#probing = null;
    }
    this.#answered();
    // The page may not be recorded: send it with the next heartbeat.
    this.#unsent ||= NOT_TAKEN.has(code) && this.#said !== null;
    this.#tellQueued();
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
      // A new friend, or an event that is faster than the snapshot, which has the name.
      this.#early.set(userId, change);
      if (!this.#sync) {
        this.#syncSoon();
      }
    }
  }

  // The snapshot

  /** Reads one snapshot at a time. A caller gets the next one while one is on its way. */
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
      return; // another connection reads its own snapshot
    }
    this.#sync = null;
    if (failure instanceof TokenRefused && this.#tokenRefused) {
      this.#end('token');
    } else if (failure) {
      // The socket works and updates arrive; only the initial state is missing.
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

  /** The snapshot shows this user offline. Updates of another client are not replaced. */
  #sayAgain(start) {
    const { socket, at } = this.#sent;
    this.#unsent = true;
    if (socket === this.#socket && at < start - LAG) {
      // The server would have an update and heartbeats of this connection if it worked.
      this.#replace();
    } else {
      this.#flush();
    }
    this.#tellQueued();
  }

  async #fetchSnapshot() {
    const response = await this.#request(await this.#freshToken());
    if (response.status === 401) {
      throw new TokenRefused();
    }
    if (response.status === 403) {
      throw new OriginRefused();
    }
    const isJson = response.headers.get('Content-Type')?.startsWith('application/json');
    if (response.status === 404 || (response.ok && !isJson)) {
      throw new NotFound();
    }
    if (!response.ok) {
      const seconds = Number(response.headers.get('Retry-After'));
      throw new Busy(seconds > 0 ? seconds * 1_000 : BUSY);
    }
    return response.json();
  }

  async #request(token) {
    try {
      return await this.#get({ Authorization: token });
    } catch (failure) {
      // Browsers do not show the refusal of a preflight. A request without a token has none.
      const isForeign = this.#application.origin !== globalThis.location?.origin;
      const open = isForeign ? await this.#get({}).catch(() => null) : null;
      if (open?.status === 403) {
        return open;
      }
      // Another server also hides its answer, but not that there is one.
      const any = isForeign && !open && (await this.#get({}, 'no-cors').catch(() => null));
      throw any ? new NotFound() : failure;
    }
  }

  #get(headers, mode = 'cors') {
    return fetch(new URL('api/presence', this.#application), {
      headers,
      mode,
      cache: 'no-store',
      credentials: 'omit',
      signal: AbortSignal.timeout(PATIENCE),
    });
  }

  async #freshToken() {
    let token;
    try {
      token = await this.#token({ refused: this.#tokenRefused });
    } catch (cause) {
      throw new NoToken('The callback failed', { cause });
    }
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

  #tellQueued() {
    if (this.queued !== this.#queued) {
      this.#queued = this.queued;
      this.#emit('queued', this.#queued);
    }
  }

  #emit(type, ...details) {
    for (const listener of this.#listeners.get(type) ?? []) {
      try {
        listener(...details);
      } catch (e) {
        // A failing listener must not stop the other listeners or the connection.
        reportError(e);
      }
    }
  }
}

/** Whether a user is online and hides the activity. */
export function isHidden(person) {
  return person.online && (person.page ?? NO_PAGE).url === '';
}

/** The address of a page if it may be a link; null unless it is `http:` or `https:`. */
export function linkOf(page) {
  try {
    const url = new URL(page.url);
    return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : null;
  } catch {
    return null;
  }
}

/**
 * The address without user name and password, which friends must not see. If it has neither, it is
 * unchanged, character for character.
 */
function withoutUserInfo(address) {
  let url;
  try {
    url = new URL(address);
  } catch {
    // Not an address, but the text may still contain a password.
    return address.replace(/^(\s*(?:[a-z][a-z\d+.-]*:)?[/\\]{2,})[^/\\?#]*@/i, '$1');
  }
  if (url.username || url.password) {
    url.username = url.password = '';
    return url.href;
  }
  // For example view-source:https://…, whose rest the parser takes for a path.
  const outer = url.host === '' && /^\s*[a-z][a-z\d+.-]*:(?=[a-z][a-z\d+.-]*:)/i.exec(address);
  return outer ? outer[0] + withoutUserInfo(address.slice(outer[0].length)) : address;
}

function reasonOf(failure) {
  if (failure instanceof NoToken) {
    return 'token';
  }
  if (failure instanceof NotFound) {
    return 'not-found';
  }
  return failure instanceof Busy ? 'busy' : 'unreachable';
}

function keyOf({ url, title }) {
  return JSON.stringify([url, title]);
}

function between(least, most) {
  return least + Math.random() * (most - least);
}
