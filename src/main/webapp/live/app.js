/** The live page: the current state of one user's friends. */

import { PresenceClient, isHidden } from '../presence-client.js';
import { PeopleList, inOrder, newsOf } from './people.js';
import { Session, developmentIssuer } from './session.js';
import { browserLanguage, clock, currentLanguage, fillIn, text, useLanguage } from './words.js';

const LANGUAGE = 'presence.language';

/** How old the data may be when the user returns to the page. */
const STALE = 60_000;

const ENDED = {
  origin: 'origin',
  'too-many-connections': 'tooManyConnections',
  'too-many-messages': 'tooManyMessages',
  'message-too-big': 'messageTooBig',
};

const $ = (id) => document.getElementById(id);

const session = new Session();
const you = new PeopleList($('you'));
const friends = new PeopleList($('friends'));

const client = new PresenceClient({
  url: new URL('..', import.meta.url),
  token: (why) => session.token(why),
});

/** The last update before a reload of the page, which took its user offline. */
let sayAgain = null;

// Signing in and out

function showDoor(problem = '') {
  document.body.dataset.view = 'door';
  $('live').hidden = $('sign-out').hidden = true;
  $('sign-in').hidden = false;
  $('sign-in-problem').hidden = !problem;
  $('sign-in-problem').textContent = problem;
  const issuer = developmentIssuer();
  $('demo').hidden = !issuer;
  $('demo-users').replaceChildren(...(issuer?.users ?? []).map(demoUser));
  document.title = 'Presence';
}

function demoUser(user) {
  const button = document.createElement('button');
  button.type = 'button';
  button.value = button.textContent = user;
  const item = document.createElement('li');
  item.append(button);
  return item;
}

function signInAs(user) {
  session.signInAs(user, developmentIssuer());
  enter();
  $('you-heading').focus();
}

function enter() {
  sayAgain = session.said;
  document.body.dataset.view = 'live';
  $('sign-in').hidden = true;
  $('live').hidden = $('sign-out').hidden = false;
  $('second-window').hidden = !session.isDemo;
  $('second-window').firstElementChild.href = location.hash || '#';
  you.show([]);
  showFriends([]);
  showSelf(null);
  client.connect();
}

function leave(problem) {
  client.disconnect();
  session.signOut();
  $('share-form').reset();
  $('token-form').reset();
  $('problem').hidden = true;
  $('news').replaceChildren();
  showDoor(problem);
  $('sign-in').querySelector('h2').focus();
}

// Display

function showConnection(state = client.state) {
  $('connection').dataset.state = state.name;
  $('connection-text').textContent = connectionText(state);
  $('reconnect').hidden = state.name !== 'waiting' && state.name !== 'ended';
  $('friends').classList.toggle('outdated', state.name !== 'open' || !client.self);
  countDown();
  if (state.name === 'ended' && state.reason === 'token') {
    leave(text('tokenRefused'));
  }
}

function connectionText(state) {
  switch (state.name) {
    case 'open':
      return text(client.self ? 'open' : 'openOutdated');
    case 'waiting':
      return text(state.code === 1012 ? 'restarting' : 'waiting');
    case 'ended':
      return text(ENDED[state.reason] ?? 'tokenRefused');
    default:
      return text(state.name);
  }
}

/** Not part of the status text, which a screen reader would read out again every second. */
function countDown() {
  const { name, retryAt } = client.state;
  const parts = [];
  if (name === 'waiting') {
    parts.push(text('seconds', { n: Math.max(0, Math.ceil((retryAt - Date.now()) / 1_000)) }));
  }
  if (name !== 'open' && client.lastSync > 0) {
    parts.push(text('asOf', { time: clock(client.lastSync) }));
  }
  $('countdown').textContent = parts.join(' · ');
}

function showSelf(self) {
  you.show(self ? [self] : []);
  const seen = !self?.online ? 'seenOffline' : isHidden(self) ? 'seenHidden' : 'seenOnPage';
  $('seen-as').textContent = self ? text(seen) : '';
}

function showFriends(all) {
  friends.show(inOrder(all));
  const online = all.filter((friend) => friend.online).length;
  $('count').textContent = all.length ? text('count', { n: online }) : '';
  $('no-friends').hidden = all.length > 0;
  $('no-friends').textContent = text(client.self ? 'noFriends' : 'loading');
  document.title = online ? `(${online}) Presence` : 'Presence';
}

function announce(line) {
  const entry = document.createElement('span');
  entry.textContent = `${line}. `;
  $('news').append(entry);
  while ($('news').childElementCount > 5) {
    $('news').firstElementChild.remove();
  }
}

function speak(language) {
  useLanguage(language);
  fillIn(document);
  for (const button of document.querySelectorAll('.languages button')) {
    button.setAttribute('aria-pressed', String(button.value === currentLanguage()));
  }
  you.refresh();
  friends.refresh();
  if (session.signedIn) {
    showConnection();
    showSelf(client.self);
    showFriends(client.friends);
  }
}

// Events

client.on('state', showConnection);
client.on('self', (self) => {
  showSelf(self);
  showConnection();
  if (sayAgain && !self.online) {
    client.update(sayAgain);
  }
  sayAgain = null;
});
client.on('friends', showFriends);
client.on('friend', (friend) => announce(newsOf(friend)));
client.on('error', ({ message }) => {
  $('problem').hidden = false;
  $('problem').textContent = text('refused', { message });
});

$('token-form').addEventListener('submit', (event) => {
  event.preventDefault();
  session.signInWithToken(event.target.elements.token.value.trim());
  enter();
  $('you-heading').focus();
});
$('demo-form').addEventListener('submit', (event) => {
  event.preventDefault();
  signInAs(event.target.elements.user.value.trim());
});
$('demo-users').addEventListener('click', ({ target }) => {
  if (target.localName === 'button') {
    signInAs(target.value);
  }
});
$('sign-out').addEventListener('click', () => leave());
$('reconnect').addEventListener('click', () => client.connect());

$('share-form').addEventListener('submit', (event) => {
  event.preventDefault();
  const { url, title } = event.target.elements;
  const address = url.value.trim();
  say({
    url: /^[a-z][a-z\d+.-]*:/i.test(address) ? address : `https://${address}`,
    title: title.value.trim(),
  });
});
$('hide').addEventListener('click', () => say({ url: '', title: '' }));

function say(page) {
  $('problem').hidden = true;
  session.said = page;
  client.update(page);
}

for (const button of document.querySelectorAll('.languages button')) {
  button.addEventListener('click', () => {
    localStorage.setItem(LANGUAGE, button.value);
    speak(button.value);
  });
}

addEventListener('hashchange', () => {
  if (!session.signedIn) {
    showDoor();
  }
});
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible' && Date.now() - client.lastSync > STALE) {
    client.resync();
  }
});
setInterval(countDown, 1_000);
setInterval(() => friends.refresh(), 15_000);

speak(localStorage.getItem(LANGUAGE) ?? browserLanguage());
if (session.signedIn) {
  enter();
} else {
  showDoor();
}
