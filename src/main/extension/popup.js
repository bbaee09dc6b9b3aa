/** The friends, as the worker knows them now: in the popup and in the side panel. */

import { isHidden } from './presence-client.js';
import { PeopleList } from './live/people.js';
import { stateText } from './live/reasons.js';
import { text, useLanguage } from './live/words.js';
import { fillIn, message } from './messages.js';
import { loadSettings } from './settings.js';
import { LEVELS } from './sharing.js';
import { openSidePanel } from './side-panel.js';

const HOUR = 60 * 60_000;
const OWN_TEXTS = { off: 'consentNeeded', unset: 'unset' };

const $ = (id) => document.getElementById(id);

fillIn();
useLanguage(message('language'));
$('connect').textContent = text('tryNow');
$('level').append(...LEVELS.map((level) => new Option(message(`level_${level}`), level)));

const friends = new PeopleList($('friends'), { grouped: true });
let site = null;

/** The worker may end while the popup is open. Another message starts it again. */
let worker = ask();

function ask() {
  const port = chrome.runtime.connect();
  port.onMessage.addListener(show);
  port.onDisconnect.addListener(() => (worker = ask()));
  return port;
}

function show({ state, self, friends: all, site: shownSite, pausedUntil }) {
  const own = OWN_TEXTS[state.name];
  $('state').textContent = own ? message(own) : stateText(state, self !== null);
  $('state').dataset.state = state.name;
  $('connect').hidden = state.name !== 'waiting' && state.name !== 'ended';
  $('welcome').hidden = state.name !== 'off';
  $('fix').hidden = state.name !== 'unset' && state.reason !== 'token';
  const isLive = state.name === 'open';
  const seen = !self?.online ? 'seenOffline' : isHidden(self) ? 'seenHidden' : 'seenOnPage';
  $('seen-as').textContent = self ? text(isLive ? seen : 'seenDisconnected') : '';
  site = shownSite;
  $('site').hidden = !site || state.name === 'off';
  if (site) {
    $('site-name').textContent = message('thisSite', site.host);
    $('level').value = site.level;
  }
  const isPaused = pausedUntil > Date.now();
  $('pause').hidden = !isLive || isPaused;
  $('resume').hidden = !isPaused;
  $('friends').classList.toggle('outdated', !isLive);
  friends.show(all);
}

$('connect').addEventListener('click', () => worker.postMessage({ action: 'connect' }));
$('level').addEventListener('change', async ({ target }) => {
  const { sites } = await loadSettings();
  await chrome.storage.local.set({ sites: { ...sites, [site.host]: target.value } });
});
$('pause').addEventListener('click', () =>
  chrome.storage.local.set({ pausedUntil: Date.now() + HOUR }),
);
$('resume').addEventListener('click', () => chrome.storage.local.set({ pausedUntil: 0 }));

// The side panel

let windowId = null;
chrome.windows.getCurrent().then(({ id }) => (windowId = id));
const inPanel = location.search === '?panel';
document.body.classList.toggle('panel', inPanel);
$('panel').hidden = inPanel;
$('panel').addEventListener('click', () => {
  openSidePanel(windowId).then(() => close());
});

setInterval(() => friends.refresh(), 15_000);
