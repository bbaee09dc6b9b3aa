/** Consent, server, sign-in and shared pages. */

import { fillIn, message } from './messages.js';
import { ServerField } from './server.js';
import { SECRETS, loadSettings } from './settings.js';
import { LEVELS, usesAccount } from './sharing.js';
import { SiteLevels } from './site-levels.js';
import { entriesOf, unclear } from './live/sites.js';
import { signIn } from './token.js';

fillIn();

const $ = (id) => document.getElementById(id);
const form = $('form');
const { host, token, tokenUrl, shareMode, allow, deny, level } = form.elements;
const server = new ServerField(host, $('host-status'));

level.append(
  ...LEVELS.filter((name) => name !== 'hidden').map(
    (name) => new Option(message(`level_${name}`), name),
  ),
);

const settings = await loadSettings();
host.value = settings.host;
token.value = settings.token;
tokenUrl.value = settings.tokenUrl;
shareMode.value = settings.shareMode;
allow.value = settings.allow.join('\n');
deny.value = settings.deny.join('\n');
level.value = settings.level;
const levels = new SiteLevels($('levels'), settings.sites);
showConsent(settings.consentedAt);
showAccount(settings);

// The worker reads the rules of the account again.
chrome.runtime.connect();
chrome.storage.local.onChanged.addListener(async (changes) => {
  if (changes.token) {
    // A fresh one: saving the form must not bring the old one back.
    settings.token = token.value = changes.token.newValue ?? '';
  }
  if (changes.account || changes.ownRules) {
    showAccount(await loadSettings());
  }
});

const lists = [allow, deny];
lists.forEach(check);
lists.forEach((list) => {
  let later = 0;
  list.addEventListener('input', () => {
    clearTimeout(later);
    // Not while the user is in the middle of a word.
    later = setTimeout(() => check(list), list.getAttribute('aria-invalid') === 'true' ? 0 : 800);
  });
});
form.hidden = false;

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const wrong = [...lists.filter((list) => !check(list)), ...levels.wrong()];
  if (!server.check()) {
    wrong.unshift(host);
  }
  if (wrong.length > 0) {
    // Without this entry friends could see more than the user wants.
    $('saved').textContent = message('unchanged');
    wrong[0].focus();
    return;
  }
  const changed = token.value.trim() !== settings.token || tokenUrl.value.trim();
  await chrome.storage.local.set({
    host: server.address(),
    token: token.value.trim(),
    tokenUrl: tokenUrl.value.trim(),
    // A refresh token belongs to the token that came with it.
    ...(changed ? { refreshToken: '' } : {}),
    shareMode: shareMode.value,
    allow: entriesOf(allow.value),
    deny: entriesOf(deny.value),
    level: level.value,
    sites: levels.sites(),
  });
  $('saved').textContent = message('saved');
});

$('sign-in').addEventListener('click', async () => {
  if (!server.check()) {
    host.focus();
    return;
  }
  try {
    const tokens = await signIn(server.address());
    if (tokens) {
      await chrome.storage.local.set({ host: server.address(), tokenUrl: '', ...tokens });
      settings.token = token.value = tokens.token;
      tokenUrl.value = '';
    }
    $('sign-in-status').textContent = message(tokens ? 'signedIn' : 'signInNone');
  } catch (failure) {
    console.warn('Sign-in failed', failure);
    $('sign-in-status').textContent = message('signInFailed');
  }
});

$('withdraw').addEventListener('click', async () => {
  const empty = Object.fromEntries(SECRETS.map((name) => [name, '']));
  await chrome.storage.local.set({ consentedAt: 0, ...empty });
  token.value = tokenUrl.value = '';
  showConsent(0);
  $('saved').textContent = message('withdrawn');
});

$('account-forget').addEventListener('click', () =>
  chrome.storage.local.set({ ownRules: true }),
);
$('account-use').addEventListener('click', () => chrome.storage.local.set({ ownRules: false }));

function showConsent(consentedAt) {
  $('consented').hidden = !consentedAt;
  $('not-consented').hidden = Boolean(consentedAt);
}

/** The rules of the account stand for the lists, so that users need not type them again. */
function showAccount(current) {
  const { account } = current;
  const isUsed = usesAccount(current);
  $('account').hidden = !account;
  $('lists').disabled = isUsed;
  $('account-forget').hidden = !isUsed;
  $('account-use').hidden = isUsed;
  if (account) {
    const all = account.shareMode === 'default_all';
    const sites = (all ? account.deny : account.allow).join(', ');
    const list = all ? 'accountAll' : 'accountNone';
    const withoutList = all ? 'accountEvery' : 'accountNothing';
    const rules = message(sites ? list : withoutList, sites);
    $('account-rules').textContent = message(isUsed ? 'account' : 'accountToo', rules);
  }
}

/** Whether every entry of a list can be understood. Names those that cannot, below the list. */
function check(list) {
  const entries = unclear(entriesOf(list.value));
  const problem = $(`${list.name}-problem`);
  problem.hidden = entries.length === 0;
  problem.textContent = problem.hidden ? '' : message('unclear', entries.join('  '));
  list.setAttribute('aria-invalid', String(!problem.hidden));
  return problem.hidden;
}
