/**
 * Follows the page that the user is on, and reports it if it is shared.
 *
 * Chrome ends a service worker that does nothing for 30 s. While connected, the client's heartbeats
 * (one every 20 to 25 s) keep it alive. If it ends anyway, an alarm, a tab event or the popup starts
 * it again, and this file with it. So everything begins here, and listeners are set before the
 * first await.
 */

import { isRenewal, settingsOf } from './account.js';
import { showBadge } from './badge.js';
import { readRules } from './live/rules.js';
import { hostOfPage } from './live/sites.js';
import { PresenceClient } from './presence-client.js';
import { loadSettings } from './settings.js';
import { levelOf, sharedPage } from './sharing.js';
import { freshToken } from './token.js';

const WAKE = 'wake';
const RESUME = 'resume';

let client = null;
let settings = null;
let shown = null;
const popups = new Set();

async function start() {
  client?.disconnect();
  client = null;
  shown = null;
  settings = await loadSettings();
  const hasToken = settings.token || settings.tokenUrl;
  if (!settings.consentedAt || !settings.host || !hasToken) {
    await tell();
    return;
  }
  const mine = (client = new PresenceClient({
    url: settings.host,
    token: ({ refused }) => freshToken(settings, refused),
    client: `extension/${chrome.runtime.getManifest().version}`,
  }));
  for (const type of ['state', 'self', 'friends']) {
    mine.on(type, () => mine === client && tell());
  }
  mine.on('state', ({ name }) => name === 'open' && mine === client && updateRules());
  client.connect();
  await say();
}

/** Reads the rules of the account, so that the user need not type them again. */
async function updateRules() {
  const { host } = settings;
  const token = await freshToken(settings, false).catch(() => null);
  const account = token && (await readRules(host, token));
  // Chrome reports only values that changed.
  if (account && settings.host === host) {
    await chrome.storage.local.set({ account });
  }
}

/** Starts once at a time. Everything else waits for it. */
let started = start().catch(reportError);

function restart() {
  started = started.then(start).catch(reportError);
}

/** The sharing settings changed: applies them without a new connection. */
function reconsider() {
  started = started
    .then(async () => {
      settings = await loadSettings();
      if (client) {
        await say();
      }
      await tell();
    })
    .catch(reportError);
}

/** A fresh token of the same user: sends it on the open connection. */
function renewToken() {
  started = started
    .then(async () => {
      settings = await loadSettings();
      if (client?.state.name === 'open') {
        client.renewToken();
      } else {
        await start();
      }
    })
    .catch(reportError);
}

/** After an event: finds the page that is in front now. */
async function look() {
  await started;
  if (client) {
    await say();
  }
}

async function say() {
  const page = sharedPage(await tabInFront(), settings);
  if (page.url !== shown?.url || page.title !== shown?.title) {
    shown = page;
    client.update(page);
  }
}

/**
 * The tab in front of the user: the active one of the window that had the focus last. A user who
 * turns to another program, such as an editor, is still on that page.
 */
async function tabInFront() {
  const [tab] = await chrome.tabs.query({ active: true, lastFocusedWindow: true });
  return tab;
}

chrome.tabs.onActivated.addListener(look);
chrome.tabs.onUpdated.addListener((id, change, tab) => {
  // A title arrives after its page, and may change without another page.
  if (tab.active && (change.url || change.title || change.status === 'complete')) {
    look();
  }
});
chrome.windows.onFocusChanged.addListener((id) => {
  if (id !== chrome.windows.WINDOW_ID_NONE) {
    look();
  }
});

chrome.alarms.create(WAKE, { periodInMinutes: 0.5 });
chrome.alarms.onAlarm.addListener(look);
chrome.runtime.onStartup.addListener(look);
chrome.runtime.onInstalled.addListener(({ reason }) => {
  if (reason === 'install') {
    // Before anything is read or sent, the user has to agree.
    chrome.tabs.create({ url: 'welcome.html' });
  }
  look();
});

chrome.storage.local.onChanged.addListener((changes) => {
  if ('renewed' in changes) {
    return chrome.storage.local.remove('renewed');
  }
  if ('pausedUntil' in changes && changes.pausedUntil.newValue) {
    chrome.alarms.create(RESUME, { when: changes.pausedUntil.newValue + 1 });
  }
  // Firefox also names values that were set and have not changed.
  const changed = (name) => name in changes && changes[name].oldValue !== changes[name].newValue;
  if (['consentedAt', 'host', 'tokenUrl'].some(changed)) {
    return restart();
  }
  if (changed('token')) {
    if (isRenewal(changes.token)) {
      return renewToken();
    }
    chrome.storage.local.remove('account'); // of another user
    return restart();
  }
  return reconsider();
});

// The page of PageNow. Firefox has no such messages.
chrome.runtime.onMessageExternal?.addListener((message, sender, answer) => {
  const changes = settingsOf(message);
  if (!changes) {
    return false;
  }
  chrome.storage.local.set(changes).then(() => answer({ code: 'success' }));
  return true; // answers later
});

// The popup and the panel

chrome.runtime.onConnect.addListener((port) => {
  popups.add(port);
  port.onDisconnect.addListener(() => popups.delete(port));
  port.onMessage.addListener(async ({ action }) => {
    await started;
    if (action === 'connect') {
      client?.connect();
    }
  });
  started.then(() => {
    client?.resync();
    if (client) {
      updateRules();
    }
    return tell();
  });
});

async function tell() {
  showBadge(client);
  if (popups.size > 0) {
    const message = await news();
    popups.forEach((port) => port.postMessage(message));
  }
}

async function news() {
  const state = client?.state ?? { name: settings.consentedAt ? 'unset' : 'off' };
  const host = hostOfPage((await tabInFront())?.url ?? '');
  return {
    state,
    self: client?.self ?? null,
    friends: client?.friends ?? [],
    site: host && { host, level: levelOf(host, settings) },
    pausedUntil: settings.pausedUntil,
  };
}
