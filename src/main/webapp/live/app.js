/** The live page: the current state of one user's friends. */

import { oneConnection } from '../client/tabs.js';
import { PresenceClient } from '../presence-client.js';
import { countDown, forgetConnection, showConnection } from './connection.js';
import { Door } from './door.js';
import {
  friendChanged,
  refreshFriends,
  showFriends,
  useChoicesOf,
  useImages,
} from './friends.js';
import { readRules } from './rules.js';
import { Session, pageSettings } from './session.js';
import { ShareCard } from './share.js';
import { browserLanguage, currentLanguage, fillIn, text, useLanguage } from './words.js';

const LANGUAGE = 'presence.language';

/** How old the data may be when the user returns to the page. */
const STALE = 60_000;

const $ = (id) => document.getElementById(id);

useLanguage(localStorage.getItem(LANGUAGE) ?? browserLanguage());

const application = new URL('..', import.meta.url);
const session = new Session();
const client = new PresenceClient({
  url: application,
  token: (why) => session.token(why),
  client: 'live page',
  tabs: oneConnection(() => session.userId),
});
const you = new ShareCard(client, session);
const door = new Door(
  session,
  () => {
    enter();
    $('you-heading').focus();
  },
  showDoor,
);

/** The last update before a reload of the page, which took its user offline. */
let sayAgain = null;
let shownUser = null;

// Signing in and out

function showDoor(problem = '') {
  document.body.dataset.view = 'door';
  $('live').hidden = $('sign-out').hidden = true;
  $('sign-in').hidden = false;
  document.title = 'Presence';
  return door.show(problem);
}

function enter() {
  sayAgain = session.said;
  shownUser = null;
  document.body.dataset.view = 'live';
  $('sign-in').hidden = true;
  $('live').hidden = $('sign-out').hidden = false;
  $('second-window').hidden = !session.isDemo;
  $('second-window').firstElementChild.href = location.hash || '#';
  forgetConnection();
  showFriends([], false);
  you.show();
  client.connect();
  pageSettings().then((settings) => {
    you.images = settings?.profileImages ?? null;
    useImages(settings?.profileImages ?? null);
  });
}

function leave(problem) {
  client.disconnect();
  session.signOut();
  you.reset();
  $('token-form').reset();
  $('news').replaceChildren();
  showDoor(problem);
  $('sign-in').querySelector('h2').focus();
}

function speak(language) {
  useLanguage(language);
  fillIn(document);
  for (const button of document.querySelectorAll('.languages button')) {
    button.setAttribute('aria-pressed', String(button.value === currentLanguage()));
  }
  refreshFriends();
  if (session.signedIn) {
    showConnection(client, session);
    you.refresh();
    showFriends(client.friends, client.self !== null);
  }
}

// Events

client.on('state', (state) => {
  showConnection(client, session);
  you.show();
  if (state.name === 'open') {
    updateRules();
  }
  if (state.name === 'ended' && state.reason === 'token') {
    const { text: name, values } = session.problem ?? { text: 'tokenRefused' };
    leave(text(name, values));
  }
});
client.on('self', (self) => {
  if (self.userId !== shownUser) {
    shownUser = self.userId;
    useChoicesOf(self.userId);
    if (!self.firstName && !self.lastName) {
      showProblem(text('unknownUser', { user: self.userId }));
    }
  }
  you.show();
  showConnection(client, session);
  if (sayAgain && !self.online) {
    client.update(sayAgain);
  }
  sayAgain = null;
});
client.on('friends', (friends) => showFriends(friends, client.self !== null));
client.on('friend', friendChanged);
client.on('error', ({ code, message }) => {
  const isOld = code === 'visibility-unavailable';
  showProblem(isOld ? text('invisibleUnavailable') : text('refused', { message }));
});

/** The user may have changed the rules elsewhere. */
async function updateRules() {
  const token = await session.token({ refused: false }).catch(() => null);
  const rules = token && (await readRules(application, token));
  if (session.signedIn) {
    you.rules = rules?.enforced ? rules : null;
  }
}

function showProblem(problem) {
  $('problem').hidden = false;
  $('problem').textContent = problem;
}

$('sign-out').addEventListener('click', () => leave());
$('reconnect').addEventListener('click', () => client.connect());

for (const button of document.querySelectorAll('.languages button')) {
  button.addEventListener('click', () => {
    localStorage.setItem(LANGUAGE, button.value);
    speak(button.value);
  });
}

for (const type of ['online', 'offline']) {
  addEventListener(type, () => showConnection(client, session));
}
addEventListener('hashchange', () => {
  if (!session.signedIn) {
    showDoor();
  }
});
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible' && Date.now() - client.lastSync > STALE) {
    client.resync();
    if (client.state.name === 'open') {
      updateRules();
    }
  }
});
setInterval(() => {
  countDown(client);
  you.tick();
}, 1_000);
setInterval(refreshFriends, 15_000);

speak(currentLanguage());
if (session.signedIn || (await door.comeBack())) {
  enter();
} else if (document.body.dataset.view !== 'door') {
  showDoor();
}
