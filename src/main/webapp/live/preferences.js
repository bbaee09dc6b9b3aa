/** What a user chose about single friends. It stays in this browser, separately for each user. */

const MARKS = ['favourite', 'notify', 'mute'];

export class Preferences {
  #key;
  #marks = new Map();

  constructor(userId) {
    this.#key = `presence.friends.${userId}`;
    try {
      const stored = JSON.parse(localStorage.getItem(this.#key) ?? '{}');
      this.#marks = new Map(Object.entries(stored).map(([id, marks]) => [id, new Set(marks)]));
    } catch {
      // Start again without choices.
    }
  }

  marks(userId) {
    const marks = this.#marks.get(userId);
    return marks ? MARKS.filter((mark) => marks.has(mark)) : [];
  }

  has(userId, mark) {
    return this.#marks.get(userId)?.has(mark) ?? false;
  }

  toggle(userId, mark) {
    const marks = this.#marks.get(userId) ?? new Set();
    if (!marks.delete(mark)) {
      marks.add(mark);
    }
    this.#marks.set(userId, marks);
    const stored = [...this.#marks].filter(([, set]) => set.size > 0);
    const entries = stored.map(([id, set]) => [id, [...set]]);
    localStorage.setItem(this.#key, JSON.stringify(Object.fromEntries(entries)));
  }
}
