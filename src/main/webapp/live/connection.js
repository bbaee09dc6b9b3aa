/** The bar on top: whether the page is live, and if not, why and until when. */

import { clock, text } from './words.js';

const ENDED = {
  origin: 'origin',
  'too-many-connections': 'tooManyConnections',
  'too-many-messages': 'tooManyMessages',
  'message-too-big': 'messageTooBig',
};

const WAITING = {
  busy: 'busy',
  lost: 'waiting',
  'not-found': 'notFound',
  restart: 'restarting',
  unreachable: 'unreachable',
};

const $ = (id) => document.getElementById(id);

/** When the data was live for the last time, milliseconds since the epoch; 0 if it never was. */
let liveUntil = 0;
let wasLive = false;

export function forgetConnection() {
  liveUntil = 0;
  wasLive = false;
}

export function showConnection(client, session) {
  const { state } = client;
  const isLive = state.name === 'open' && client.self !== null;
  if (wasLive && !isLive) {
    liveUntil = Date.now();
  }
  wasLive = isLive;
  $('connection').dataset.state = state.name;
  $('connection-text').textContent = connectionText(client, session);
  $('reconnect').hidden = state.name !== 'waiting' && state.name !== 'ended';
  $('friends').classList.toggle('outdated', !isLive);
  countDown(client);
}

function connectionText({ state, self }, session) {
  switch (state.name) {
    case 'open':
      return text(self ? 'open' : 'openOutdated');
    case 'waiting':
      return waitingText(state, session);
    case 'ended':
      return text(ENDED[state.reason] ?? 'tokenRefused', { origin: location.origin });
    default:
      return text(state.name);
  }
}

function waitingText({ reason }, { problem }) {
  if (!navigator.onLine) {
    return text('browserOffline');
  }
  if (reason === 'token' && problem) {
    return text(problem.text, problem.values);
  }
  return text(WAITING[reason] ?? 'waiting');
}

/** Not part of the status text, which a screen reader would read out again every second. */
export function countDown({ state }) {
  const parts = [];
  if (state.name === 'waiting') {
    const n = Math.max(0, Math.ceil((state.retryAt - Date.now()) / 1_000));
    parts.push(text('seconds', { n }));
  }
  if (liveUntil > 0 && !wasLive) {
    parts.push(text('asOf', { time: clock(liveUntil) }));
  }
  $('countdown').textContent = parts.join(' · ');
}
