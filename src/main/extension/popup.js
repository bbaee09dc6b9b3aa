/** The friends, as the worker knows them now. */

import { isHidden } from './presence-client.js';
import { PeopleList, inOrder } from './live/people.js';
import { text, useLanguage } from './live/words.js';
import { fillIn, message } from './messages.js';

const $ = (id) => document.getElementById(id);

fillIn();
useLanguage(message('language'));
$('connect').textContent = text('tryNow');

const friends = new PeopleList($('friends'));

/** The worker may end while the popup is open. Another message starts it again. */
let worker = ask();

function ask() {
  const port = chrome.runtime.connect();
  port.onMessage.addListener(show);
  port.onDisconnect.addListener(() => (worker = ask()));
  return port;
}

function show({ state, self, friends: all }) {
  const known = { open: 'open', connecting: 'connecting', waiting: 'waiting' };
  $('state').textContent =
    state.name === 'unset' ? message('unset') : text(known[state.name] ?? 'closed');
  $('state').dataset.state = state.name;
  $('connect').hidden = state.name !== 'waiting' && state.name !== 'ended';
  const seen = !self?.online ? 'seenOffline' : isHidden(self) ? 'seenHidden' : 'seenOnPage';
  $('seen-as').textContent = self ? text(seen) : '';
  friends.show(inOrder(all));
}

$('connect').addEventListener('click', () => worker.postMessage({ action: 'connect' }));
setInterval(() => friends.refresh(), 15_000);
