/** The bar on top: whether the page is live, and if not, why and until when. */

import { stateText } from './reasons.js';
import { clock, text } from './words.js';

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
  $('connection-text').textContent = stateText(
    state,
    client.self !== null,
    session.problem,
  );
  $('reconnect').hidden = state.name !== 'waiting' && state.name !== 'ended';
  $('friends').classList.toggle('outdated', !isLive);
  countDown(client);
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
