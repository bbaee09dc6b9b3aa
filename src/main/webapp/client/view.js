/**
 * What the application sees: the state of the connection, the user and the friends. A connection
 * reports changes, here or in another tab. Each change is a plain object that can be sent to other
 * tabs.
 */

/** The event after each change, for subscribers. */
export const CHANGED = 'changed';

const CLOSED = Object.freeze({ name: 'closed' });

export class View {
  state = CLOSED;
  self = null;
  /** When the last complete state arrived, milliseconds since the epoch; 0 before the first one. */
  lastSync = 0;
  queued = null;
  queuedVisibility = null;

  #friends = new Map();
  #snapshot = null;
  /** When changes may have been missed for the first time; 0 if none were. */
  #lostAt = 0;
  #listeners = new Map();

  get friends() {
    return [...this.#friends.values()];
  }

  friend(userId) {
    return this.#friends.get(userId) ?? null;
  }

  /** The same object until the next change. */
  get snapshot() {
    return (this.#snapshot ??= Object.freeze({
      state: this.state,
      self: this.self,
      friends: Object.freeze(this.friends),
      queued: this.queued,
      queuedVisibility: this.queuedVisibility,
      lastSync: this.lastSync,
    }));
  }

  on(type, listener) {
    const listeners = this.#listeners.get(type) ?? new Set();
    this.#listeners.set(type, listeners.add(listener));
    return () => listeners.delete(listener);
  }

  /** Applies a change, and notifies the listeners. */
  apply(change) {
    this.#snapshot = null;
    for (const [name, value] of Object.entries(change)) {
      const apply = this.#changes[name];
      if (apply) {
        apply(value);
      } else {
        this[name] = Object.freeze(value);
        this.#emit(name, value);
      }
    }
    // A listener may have read it in between.
    this.#snapshot = null;
    this.#emit(CHANGED);
  }

  /** How the changes are applied that are not just a value with an event of the same name. */
  #changes = {
    state: (state) => {
      const wasOpen = this.state.name === 'open';
      this.state = Object.freeze(state);
      this.#emit('state', this.state);
      if (wasOpen && state.name !== 'open' && state.name !== 'closed' && this.self) {
        this.#changes.lost(Date.now());
      }
    },
    people: ({ self, friends, at }) => {
      this.self = Object.freeze(self);
      this.#friends = new Map(friends.map((friend) => [friend.userId, Object.freeze(friend)]));
      this.lastSync = at;
      this.#emit('self', this.self);
      this.#emitFriends();
      const lostAt = this.#lostAt;
      this.#lostAt = 0;
      if (lostAt) {
        this.#emit('resynchronised', { lostAt });
      }
    },
    friend: (friend) => {
      const before = this.#friends.get(friend.userId);
      this.#friends.set(friend.userId, Object.freeze(friend));
      if (before) {
        this.#emit('friend', friend, before);
      }
      this.#emitFriends();
    },
    removed: (userId) => {
      if (this.#friends.delete(userId)) {
        this.#emitFriends();
      }
    },
    lost: (at) => {
      if (!this.#lostAt) {
        this.#lostAt = at;
        this.#emit('lost');
      }
    },
    error: (error) => this.#emit('error', error),
    /** The next user to connect may be another one. */
    forgotten: () => {
      this.self = this.queuedVisibility = null;
      this.#friends = new Map();
      this.lastSync = this.#lostAt = 0;
    },
  };

  #emitFriends() {
    if (this.#listeners.get('friends')?.size) {
      this.#emit('friends', this.friends);
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
