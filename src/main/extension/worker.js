/**
 * Follows the page that the user is on, and reports it if it is shared.
 *
 * Chrome ends a service worker that does nothing for 30 s. While connected, the client's heartbeats
 * (one every 20 to 25 s) keep it alive. If it ends anyway, an alarm, a tab event or the popup starts
 * it again, and this file with it. So everything begins here, and listeners are set before the
 * first await.
 */

import { PresenceClient } from './presence-client.js';
import { loadSettings, shares } from './settings.js';

const WAKE = 'wake';
const HIDDEN = { url: '', title: '' };

let client = null;
let settings = null;
let shown = null;
const popups = new Set();

async function start() {
  client?.disconnect();
  client = null;
  shown = null;
  settings = await loadSettings();
  if (!settings.host || !(settings.token || settings.tokenUrl)) {
    tellPopups();
    return;
  }
  const mine = (client = new PresenceClient({ url: settings.host, token: freshToken }));
  for (const type of ['state', 'self', 'friends']) {
    mine.on(type, () => mine === client && tellPopups());
  }
  client.connect();
  await say();
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
    })
    .catch(reportError);
}

async function freshToken({ refused }) {
  if (!settings.tokenUrl) {
    return refused ? null : settings.token;
  }
  const response = await fetch(settings.tokenUrl, {
    cache: 'no-store',
    credentials: 'omit',
    signal: AbortSignal.timeout(10_000),
  });
  return response.ok ? (await response.text()).trim() : null;
}

/** After an event: finds the page that is in front now. */
async function look() {
  await started;
  if (client) {
    await say();
  }
}

async function say() {
  const page = await pageInFront();
  if (page.url !== shown?.url || page.title !== shown?.title) {
    shown = page;
    client.update(page);
  }
}

/**
 * The page in front of the user: that of the active tab of the window that had the focus last. A
 * user who turns to another program, such as an editor, is still on that page.
 */
async function pageInFront() {
  const [tab] = await chrome.tabs.query({ active: true, lastFocusedWindow: true });
  return shares(tab?.url ?? '', settings) ? { url: tab.url, title: tab.title } : HIDDEN;
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
chrome.runtime.onInstalled.addListener(look);

chrome.storage.local.onChanged.addListener((changes) => {
  const elsewhere = ['host', 'token', 'tokenUrl'].some((name) => name in changes);
  return elsewhere ? restart() : reconsider();
});

// The popup

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
    tellPopups();
  });
});

function tellPopups() {
  const message = client
    ? { state: client.state, self: client.self, friends: client.friends }
    : { state: { name: 'unset' }, self: null, friends: [] };
  popups.forEach((port) => port.postMessage(message));
}
