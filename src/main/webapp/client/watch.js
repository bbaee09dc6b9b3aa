/**
 * Notices that a connection is dead. TCP reports a silent network after minutes, so the server has
 * to answer in time.
 */

import { between } from './backoff.js';

/** Below 30 s: after this time without activity Chrome ends an extension's worker. */
const HEARTBEAT_LEAST = 20_000;
const HEARTBEAT_MOST = 25_000;

/**
 * How long the server may take to answer before the connection counts as dead: an update or a
 * heartbeat has 5 s for its confirmation, and 5 s more for a probe. A suspected connection has less
 * time, as a mistake only costs a handshake. A store that does not answer is an answer within 2 s.
 */
const ANSWER_TO_UPDATE = 5_000;
const ANSWER_TO_PROBE = 5_000;
const ANSWER_IF_IDLE = 10_000;
const ANSWER_IF_SUSPECTED = 3_000;

/**
 * How often to check the clock, and how late a timer must fire to show that the machine slept.
 * Browsers delay the timers of hidden tabs by up to a minute: that alone is no gap.
 */
const CLOCK_INTERVAL = 2_500;
const CLOCK_LATE = 5_000;
const CLOCK_GAP = 65_000;

/** How long a connection that a person looks at may be silent before it is probed. */
const SILENCE = 4_000;

export class Watch {
  #timers = {};
  #due = 0;
  #receivedAt = 0;
  #beatAt = 0;
  /** Whether the answer that is due is that to a probe. */
  #isProbed = false;
  #connection;
  #conversation;

  constructor(connection, conversation) {
    this.#connection = connection;
    this.#conversation = conversation;
  }

  start() {
    this.received();
    this.#beatLater();
    this.#checkClock();
  }

  stop() {
    Object.values(this.#timers).forEach(clearTimeout);
    this.#timers.answer = 0;
  }

  /** An update was sent: the server has to confirm it. */
  expect() {
    if (!this.#timers.answer) {
      this.#isProbed = false;
      this.#await(ANSWER_TO_UPDATE, () => this.#ask(ANSWER_TO_PROBE));
    }
  }

  received() {
    this.#receivedAt = Date.now();
  }

  /** The server answered; updates may still be unconfirmed. */
  answered(isWaiting) {
    clearTimeout(this.#timers.answer);
    this.#timers.answer = 0;
    if (isWaiting) {
      this.expect();
    }
  }

  /** Something happened to the network or the machine. */
  suspect() {
    this.#ask(ANSWER_IF_SUSPECTED);
  }

  /** A person looks at a page that this connection serves. */
  check() {
    // Without acknowledgements each probe is an error that operators see.
    if (this.#conversation.acknowledges && Date.now() - this.#receivedAt >= SILENCE) {
      this.suspect();
    }
  }

  #beatLater() {
    const delay = between(HEARTBEAT_LEAST, HEARTBEAT_MOST);
    this.#timers.heartbeat = setTimeout(() => this.#beat(), delay);
  }

  #beat() {
    const isSilent = this.#receivedAt <= this.#beatAt;
    this.#beatAt = Date.now();
    this.#conversation.heartbeat();
    // The server did not take an update.
    this.#connection.updates.flush();
    if (this.#conversation.acknowledges) {
      this.expect();
    } else if (isSilent) {
      this.#ask(ANSWER_IF_IDLE);
    }
    this.#beatLater();
  }

  /** Notices that the machine slept: the connection may be dead, and events were missed. */
  #checkClock() {
    const due = Date.now() + CLOCK_INTERVAL;
    this.#timers.clock = setTimeout(() => {
      const late = Date.now() - due;
      this.#checkClock();
      if (late > CLOCK_LATE) {
        this.suspect();
      } else if (globalThis.document?.visibilityState === 'visible') {
        this.check();
      }
      if (late > CLOCK_GAP) {
        this.#conversation.slept?.();
      }
    }, CLOCK_INTERVAL);
  }

  #ask(patience) {
    if (this.#isProbed && this.#timers.answer && this.#due <= Date.now() + patience) {
      return; // a probe with an earlier deadline is on its way
    }
    this.#isProbed = true;
    this.#conversation.probe();
    this.#await(patience, () => this.#connection.replace());
  }

  /** Gives the server time for an answer. */
  #await(patience, otherwise, wasLate = false) {
    const due = (this.#due = Date.now() + patience);
    clearTimeout(this.#timers.answer);
    this.#timers.answer = setTimeout(() => {
      this.#timers.answer = 0;
      if (Date.now() - due > CLOCK_LATE && !wasLate) {
        // The machine slept, so the answer may arrive in a moment. Wait once only: a browser may
        // delay every timer of a hidden tab.
        this.#isProbed = true;
        this.#conversation.probe();
        this.#await(ANSWER_IF_SUSPECTED, () => this.#connection.replace(), true);
      } else {
        otherwise();
      }
    }, patience);
  }
}
