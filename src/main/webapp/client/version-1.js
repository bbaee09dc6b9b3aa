/**
 * Protocol version 1: events on the socket, and a snapshot over REST. They have no common order, so
 * this compares clocks. Version 2 does not need it.
 */

import { between, spread } from './backoff.js';
import { REFUSED } from './rest.js';

/**
 * How far behind the socket a snapshot may be: the server reads from a replica that lags by up to
 * 8 s, and the request takes time as well.
 */
const LAG = 10_000;

/**
 * The server answers an unknown action with an error, at once, on the same connection and without
 * its stores. So this message shows whether the connection works in both directions.
 */
const PROBE = { action: 'probe' };

/** The code of the error that answers a probe. */
const PROBE_ANSWER = 'unknown-action';

export class Version1 {
  /** Whether the server answers heartbeats. */
  acknowledges = false;
  /** Whether updates can be sent. */
  isReady = true;

  /** When this connection last had an event of each user, also of users not in the snapshot yet. */
  #heard = new Map();
  /** The events of users that no snapshot has named yet. */
  #early = new Map();
  #sync = null;
  #failures = 0;
  #timer = 0;
  #ended = false;
  /** When the last update was sent; 0 before the first one. */
  #sentAt = 0;
  /** The probe that is under way, and the last update before it. */
  #probe = null;
  #session;
  #connection;

  constructor(session) {
    this.#session = session;
    this.#connection = session.connection;
  }

  static open(address, token) {
    address.searchParams.set('Authorization', token);
    return new WebSocket(address);
  }

  start() {
    const { self, queuedVisibility } = this.#connection.view;
    if ((queuedVisibility ?? self?.visibility) === 'nobody') {
      this.#connection.setVisibility('nobody');
    }
    this.resync();
  }

  /** Version 1 has no choice. Updates wait until the user chooses to be visible. */
  choose() {
    if (this.#connection.view.queuedVisibility === 'nobody') {
      const error = { code: 'visibility-unavailable', message: 'Version 1 has no visibility' };
      this.#connection.tell({ error });
    } else {
      this.#connection.chosen();
    }
  }

  stop() {
    this.#ended = true;
    clearTimeout(this.#timer);
  }

  update(page) {
    this.#sentAt = Date.now();
    this.#session.send({ action: 'update-presence', ...page });
  }

  heartbeat() {
    this.#session.send({ action: 'heartbeat' });
  }

  probe() {
    if (!this.#probe) {
      this.#probe = { after: this.#connection.updates.last };
      this.#session.send(PROBE);
    }
  }

  slept() {
    this.#connection.tell({ lost: Date.now() });
    this.resync();
  }

  /** Ignores message types of a later server. */
  receive(message) {
    const lastActiveAt = Date.now();
    switch (message.type) {
      case 'update-presence': {
        const { userId, url, title, domain, latestUrl, latestTitle, latestDomain } = message;
        const latestPage = { url: latestUrl, title: latestTitle, domain: latestDomain };
        const page = { url, title, domain };
        this.#change(userId, { online: true, page, latestPage, lastActiveAt });
        if (userId === this.#connection.view.self?.userId) {
          this.#session.echoed(page);
        }
        break;
      }
      case 'presence-timeout': {
        const offline = { online: false, page: null, latestPage: null, lastActiveAt };
        this.#change(message.userId, offline);
        break;
      }
      case 'error':
        this.#refused(message);
        break;
    }
  }

  #refused(error) {
    const after = this.#probe?.after;
    if (error.code === PROBE_ANSWER || error.code === 'too-many-messages') {
      this.#probe = null;
    }
    if (error.code === PROBE_ANSWER) {
      this.#session.answered(after);
    } else {
      this.#session.refused(error);
    }
  }

  #change(userId, change) {
    const { view } = this.#connection;
    this.#heard.set(userId, Date.now());
    const friend = view.friend(userId);
    if (userId === view.self?.userId) {
      this.#connection.tell({ self: { ...view.self, ...change } });
    } else if (friend) {
      this.#connection.tell({ friend: { ...friend, ...change } });
    } else {
      // A new friend, or an event that is faster than the snapshot, which has the name.
      this.#early.set(userId, change);
      if (!this.#sync) {
        this.#syncSoon();
      }
    }
  }

  /** Reads one snapshot at a time. A caller gets the next one while one is on its way. */
  async resync() {
    clearTimeout(this.#timer);
    if (this.#sync) {
      this.#sync.again = true;
      return;
    }
    const sync = (this.#sync = { again: false, start: Date.now() });
    let failure = null;
    let snapshot = null;
    try {
      snapshot = await this.#connection.fetchSnapshot();
    } catch (e) {
      failure = e;
    }
    if (this.#ended) {
      return; // another connection reads its own snapshot
    }
    this.#sync = null;
    const isRefused = failure?.reason === REFUSED;
    if (isRefused && this.#connection.tokenRefused) {
      this.#connection.end('token');
      return;
    }
    this.#connection.tokenRefused = isRefused;
    if (failure) {
      // The socket works and updates arrive; only the initial state is missing.
      const delay = Math.max(spread(this.#failures++), failure.retryAfter ?? 0);
      this.#timer = setTimeout(() => this.resync(), delay);
    } else {
      this.#failures = 0;
      this.#take(snapshot, sync.start);
      if (sync.again) {
        this.#syncSoon();
      }
    }
  }

  #syncSoon() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.resync(), between(100, 500));
  }

  #take({ userPresence, presenceArr, userInfoMap }, start) {
    const { view } = this.#connection;
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
      const { page, latestPage, lastActiveAt = null } = entry;
      return { ...name, online: page !== null, page, latestPage, lastActiveAt };
    };
    const self = person(userPresence, view.self);
    const friends = presenceArr.map((entry) => person(entry, view.friend(entry.userId)));
    this.#early.clear();
    this.#connection.tell({ people: { self, friends, at: Date.now() } });
    if (!self.online && this.#connection.updates.areSent) {
      // Updates of another client are not replaced.
      const isDead = this.#sentAt > 0 && this.#sentAt < start - LAG;
      // The server would have an update and heartbeats of this connection if it worked.
      this.#connection.sayAgain(isDead);
    }
  }
}
