/** The card of the friends: groups, search, and the options of each friend. */

import { PeopleList, nameOf, newsOf } from './people.js';
import { Preferences } from './preferences.js';
import { text } from './words.js';

/** From this number on, the list can be searched, and rows that are not visible are not rendered. */
const MANY = 8;

/**
 * A friend who reloads a page is offline for a moment. For this time the page shows the friend as
 * before.
 */
const GRACE = 2_000;

const $ = (id) => document.getElementById(id);

let preferences = new Preferences('');
let chosen = null;
let known = [];

/** Friends who went offline just now, as they were before. */
const leaving = new Map();

const list = new PeopleList($('friends'), {
  grouped: true,
  marks: (userId) => preferences.marks(userId),
  menu: openMenu,
});

/** Begins with the choices of this user. */
export function useChoicesOf(userId) {
  preferences = new Preferences(userId);
  leaving.forEach(({ timer }) => clearTimeout(timer));
  leaving.clear();
  list.refresh();
}

export function useImages(base) {
  list.images = base;
}

export function showFriends(all, isLoaded) {
  known = all;
  const shown = all.map((friend) =>
    friend.online ? friend : (leaving.get(friend.userId)?.before ?? friend),
  );
  list.show(shown);
  const online = shown.filter((friend) => friend.online).length;
  $('count').textContent = all.length ? text('count', { n: online }) : '';
  $('search-row').hidden = all.length < MANY;
  $('friends').classList.toggle('many', all.length >= MANY);
  $('no-friends').hidden = all.length > 0;
  $('no-friends').textContent = text(isLoaded ? 'noFriends' : 'loading');
  document.title = online ? `(${online}) Presence` : 'Presence';
}

export function refreshFriends() {
  list.refresh();
}

/** One friend changed. Call it before {@link showFriends}. */
export function friendChanged(friend, before) {
  const { userId } = friend;
  const left = leaving.get(userId);
  clearTimeout(left?.timer);
  leaving.delete(userId);
  const shown = left?.before ?? before;
  if (friend.online || !shown.online) {
    announceFriend(friend, shown);
    return;
  }
  const timer = setTimeout(() => {
    leaving.delete(userId);
    announceFriend(friend, shown);
    showFriends(known, true);
  }, GRACE);
  leaving.set(userId, { before: shown, timer });
}

/** Announces a change if it is news, and notifies if the user wants that. */
function announceFriend(friend, before) {
  if (preferences.has(friend.userId, 'mute') || newsOf(friend) === newsOf(before)) {
    return; // also a friend who was never online and is reported offline
  }
  announce(newsOf(friend));
  if (friend.online && !before.online && preferences.has(friend.userId, 'notify')) {
    notify(friend);
  }
}

export function announce(line) {
  const entry = document.createElement('span');
  entry.textContent = `${line}. `;
  $('news').append(entry);
  while ($('news').childElementCount > 5) {
    $('news').firstElementChild.remove();
  }
}

function notify(friend) {
  if (globalThis.Notification?.permission === 'granted') {
    const icon = new URL('icon.svg', import.meta.url).href;
    new Notification(newsOf(friend), { tag: friend.userId, icon });
  }
}

// The options of a friend

function openMenu(friend, button) {
  chosen = friend;
  $('menu-name').textContent = nameOf(friend);
  for (const choice of $('menu').querySelectorAll('[data-mark]')) {
    const isOn = preferences.has(friend.userId, choice.dataset.mark);
    choice.setAttribute('aria-pressed', String(isOn));
  }
  $('copy-link').hidden = !friend.page?.url;
  $('menu').showPopover();
  const { right, bottom } = button.getBoundingClientRect();
  const { offsetWidth, offsetHeight } = $('menu');
  $('menu').style.left = `${Math.max(8, right - offsetWidth)}px`;
  $('menu').style.top = `${Math.max(8, Math.min(bottom, innerHeight - offsetHeight - 8))}px`;
}

$('copy-link').addEventListener('click', async () => {
  await navigator.clipboard.writeText(chosen.page.url);
  $('menu').hidePopover();
  announce(text('copied'));
});

for (const choice of $('menu').querySelectorAll('[data-mark]')) {
  choice.addEventListener('click', async () => {
    const { mark } = choice.dataset;
    if (mark === 'notify' && !preferences.has(chosen.userId, mark) && !(await mayNotify())) {
      announce(text('notificationsRefused'));
      $('menu').hidePopover();
      return;
    }
    preferences.toggle(chosen.userId, mark);
    $('menu').hidePopover();
    list.refresh();
  });
}

async function mayNotify() {
  return (await globalThis.Notification?.requestPermission()) === 'granted';
}

$('search').addEventListener('input', ({ target }) => {
  const found = list.search(target.value);
  $('found').textContent = target.value.trim()
    ? text('found', { n: found, all: known.length })
    : '';
});
