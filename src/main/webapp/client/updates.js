/** The last update of this user, until the server confirms it. */

/** The server closes a silent connection after 45 s: no update can arrive on it later than this. */
const LATE = 60_000;

export class Updates {
  /** The last update of this client, and whether it still has to be sent. */
  #said = null;
  #unsent = false;
  /** The update that listeners know as queued. */
  #told = null;
  /** The updates that this connection sent and the server has not answered, oldest first. */
  #unanswered = [];
  /** Updates that a replaced connection may still deliver, and until when. */
  #late = new Map();
  #transmit;
  #tell;

  /**
   * @param transmit sends a page; returns false if it has to wait
   * @param tell notifies about a change
   */
  constructor(transmit, tell) {
    this.#transmit = transmit;
    this.#tell = tell;
  }

  get queued() {
    return this.#unsent || this.#unanswered.length > 0 ? this.#said : null;
  }

  /** The last update that is under way, or undefined. */
  get last() {
    return this.#unanswered.at(-1);
  }

  /** Whether all updates were sent. False if there is none. */
  get areSent() {
    return this.#said !== null && !this.#unsent;
  }

  say(page) {
    this.#said = page;
    this.again();
  }

  /** Takes over from another tab. Friends see the page of a connection only while it is open. */
  resume(page) {
    this.#said = page;
    this.#unsent = page !== null;
    this.#tellQueued();
  }

  /** Sends the last update again, now or with the next connection. */
  again() {
    this.#unsent = true;
    this.flush();
    this.#tellQueued();
  }

  flush() {
    if (this.#unsent && this.#transmit(this.#said)) {
      this.#unsent = false;
      this.#unanswered.push(this.#said);
    }
  }

  /**
   * The server has received all updates up to this one; none if it only answers.
   *
   * @returns whether others still wait for an answer
   */
  answered(page) {
    this.#unanswered.splice(0, this.#unanswered.lastIndexOf(page) + 1);
    this.#tellQueued();
    return this.#unanswered.length > 0;
  }

  /** The page may not be recorded: it is sent again with the next heartbeat. */
  notTaken() {
    this.#unsent ||= this.#said !== null;
    this.#tellQueued();
  }

  /** The connection is gone. The updates under way may be lost, or be delivered late. */
  interrupt() {
    for (const page of this.#unanswered) {
      this.#late.set(keyOf(page), Date.now() + LATE);
      this.#unsent = true;
    }
    this.#unanswered = [];
  }

  /**
   * The server sent an update of this user, by this client or another one.
   *
   * @returns the update that this answers, or undefined
   */
  echoed(page) {
    const key = keyOf(page);
    const sent = this.#unanswered.find((waiting) => keyOf(waiting) === key);
    if (!sent && this.#late.get(key) > Date.now() && this.#said && keyOf(this.#said) !== key) {
      // An old update, which a replaced connection delivered after the newer one.
      this.#late.delete(key);
      this.#unsent = true;
      this.flush();
    }
    return sent;
  }

  forget() {
    this.#late.clear();
    this.#said = null;
    this.#unsent = false;
    this.#unanswered = [];
    this.#tellQueued();
  }

  #tellQueued() {
    if (this.queued !== this.#told) {
      this.#told = this.queued;
      this.#tell({ queued: this.#told });
    }
  }
}

function keyOf({ url, title }) {
  return JSON.stringify([url, title]);
}
