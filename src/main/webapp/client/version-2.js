/** Protocol version 2: the state and the events after it, in one order. See docs/asyncapi.yaml. */

import { NO_PAGE } from './address.js';

const SUBPROTOCOL = 'presence.v2';

/** How long before its end a token is renewed, and the least time between two attempts. */
const RENEW_BEFORE = 60_000;
const RENEW_LEAST = 10_000;

/** The longest time that a timer can wait for. */
const LONGEST = 2 ** 31 - 1;

export class Version2 {
  /** Whether the server answers heartbeats. */
  acknowledges = true;
  /** Whether updates can be sent: the state says whether the user is still invisible. */
  isReady = false;

  /** The state while it arrives in several messages. */
  #state = null;
  #id = 0;
  /** The updates under way, by the ids of their messages. */
  #updates = new Map();
  #timer = 0;
  /** The id of the last choice of the visibility. */
  #choice;
  /** The id of the last renewal. */
  #renewal;
  #session;
  #connection;

  constructor(session) {
    this.#session = session;
    this.#connection = session.connection;
  }

  /** @throws DOMException if the token has characters that no token has */
  static open(address, token, since) {
    if (since !== null) {
      address.searchParams.set('since', since);
    }
    return new WebSocket(address, [SUBPROTOCOL, `bearer.${token}`]);
  }

  stop() {
    clearTimeout(this.#timer);
  }

  update(page) {
    this.#updates.set(this.#send('update', { page: page.url ? page : null }), page);
  }

  heartbeat() {
    this.#send('heartbeat');
    this.choose();
  }

  /** Sends the choice that waits. Repeating it does no harm. */
  choose() {
    const { queuedVisibility: visibility } = this.#connection.view;
    if (visibility) {
      this.#choice = this.#send('visibility', { visibility });
    }
  }

  probe() {
    this.heartbeat();
  }

  /** Ignores message types of a later server. */
  receive(message) {
    this.#connection.since = message.since ?? this.#connection.since;
    if (message.expiresAt) {
      this.#connection.tokenRefused = false;
      this.#renewBefore(message.expiresAt);
    }
    switch (message.type) {
      case 'state':
        this.#take(message);
        break;
      case 'presence':
        this.#change(message);
        break;
      case 'friend-added':
        this.#connection.since = null;
        this.#connection.tell({ friend: personOf(message.friend) });
        break;
      case 'friend-removed':
        this.#connection.since = null;
        this.#connection.tell({ removed: message.userId });
        break;
      case 'ack': {
        const page = this.#updates.get(message.id);
        this.#updates.delete(message.id);
        // Before the state, the user's own entry may not have the choice yet. It is sent again then.
        if (message.id === this.#choice && this.isReady) {
          this.#connection.chosen();
        }
        this.#session.answered(page);
        break;
      }
      case 'error':
        this.#refused(message);
        break;
    }
  }

  /** The server closes the connection soon after the token expires. */
  #renewBefore(expiresAt) {
    clearTimeout(this.#timer);
    const delay = Math.max(expiresAt - Date.now() - RENEW_BEFORE, RENEW_LEAST);
    this.#timer = setTimeout(() => {
      this.#renewBefore(expiresAt); // in case it fails
      this.renew();
    }, Math.min(delay, LONGEST));
  }

  async renew() {
    const token = await this.#connection.freshToken().catch(() => null);
    if (token && this.#session.isCurrent) {
      this.#renewal = this.#send('authenticate', { token });
    }
  }

  /** Returns the id of the message. */
  #send(action, content) {
    const id = String(++this.#id);
    this.#session.send({ action, id, ...content });
    return id;
  }

  #refused(error) {
    const { id, code, message } = error;
    const page = this.#updates.get(id);
    if (page || !id) {
      this.#updates.delete(id);
      this.#session.refused(error, page);
    } else {
      // A heartbeat, a renewal or a choice, which comes again.
      if (id === this.#choice) {
        this.#connection.tell({ error: { code, message } });
      }
      this.#connection.tokenRefused ||= id === this.#renewal;
      this.#session.answered();
    }
  }

  #take({ full, self, friends = [], removed = [], more }) {
    const { view } = this.#connection;
    if (!this.#state) {
      const known = full ? [] : view.friends;
      this.#state = { self: view.self, friends: new Map(known.map((one) => [one.userId, one])) };
    }
    const state = this.#state;
    if (self) {
      state.self = personOf(self);
    }
    for (const friend of friends) {
      state.friends.set(friend.userId, personOf(friend));
    }
    for (const userId of removed) {
      state.friends.delete(userId);
    }
    if (more) {
      return;
    }
    this.#state = null;
    const people = { self: state.self, friends: [...state.friends.values()], at: Date.now() };
    const { self: before, queuedVisibility } = view;
    // The server lost the choice: that of another client would have a greater version.
    const isLost = state.self.version <= before?.version && !state.self.visibility;
    const visibility = queuedVisibility ?? (isLost && before.visibility);
    this.#connection.tell({ people });
    this.isReady = true;
    if (visibility) {
      this.#connection.setVisibility(visibility);
    }
    if (!state.self.online && this.#connection.updates.areSent) {
      this.#connection.sayAgain(false);
    }
    this.#connection.updates.flush();
  }

  #change(event) {
    const { view } = this.#connection;
    const { userId, version } = event;
    const isSelf = userId === view.self?.userId;
    const before = isSelf ? view.self : view.friend(userId);
    if (!before || version <= before.version) {
      return; // the friendship ended, or the state had it
    }
    const person = { ...before, ...presenceOf(event) };
    this.#connection.tell(isSelf ? { self: person } : { friend: person });
    if (isSelf && person.online) {
      this.#session.echoed(person.page);
    }
  }
}

function personOf(entry) {
  const { userId, firstName, lastName, profileImageExtension: imageExtension } = entry;
  return { userId, firstName, lastName, imageExtension, ...presenceOf(entry) };
}

/**
 * A page is null only if the user is offline: hidden activity has an empty one. An event without a
 * time is an activity of now.
 */
function presenceOf(entry) {
  const { version, online, page, latestPage, lastActiveAt = Date.now(), visibility } = entry;
  const shown = online ? (page ?? NO_PAGE) : null;
  const latest = online ? (latestPage ?? shown) : null;
  return { version, online, page: shown, latestPage: latest, lastActiveAt, visibility };
}
