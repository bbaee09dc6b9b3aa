/** Server, token and shared pages. */

import { fillIn, message } from './messages.js';
import { loadSettings } from './settings.js';
import { entriesOf, unclear } from './sites.js';

fillIn();

const form = document.getElementById('form');
const { host, token, tokenUrl, shareMode, allow, deny } = form.elements;

const settings = await loadSettings();
host.value = settings.host;
token.value = settings.token;
tokenUrl.value = settings.tokenUrl;
shareMode.value = settings.shareMode;
allow.value = settings.allow.join('\n');
deny.value = settings.deny.join('\n');

const lists = [allow, deny];
lists.forEach(check);
lists.forEach((list) =>
  list.addEventListener('input', () => {
    // A problem that appeared on leaving the field would move the button away from the pointer.
    if (list.getAttribute('aria-invalid') === 'true') {
      check(list);
    }
  }),
);
form.hidden = false;

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const saved = document.getElementById('saved');
  const wrong = lists.filter((list) => !check(list));
  if (wrong.length > 0) {
    // Without this entry friends could see more than the user wants.
    saved.textContent = message('unchanged');
    wrong[0].focus();
    return;
  }
  await chrome.storage.local.set({
    host: host.value.trim(),
    token: token.value.trim(),
    tokenUrl: tokenUrl.value.trim(),
    shareMode: shareMode.value,
    allow: entriesOf(allow.value),
    deny: entriesOf(deny.value),
  });
  saved.textContent = message('saved');
});

/** Whether every entry of a list can be understood. Names those that cannot, below the list. */
function check(list) {
  const entries = unclear(entriesOf(list.value));
  const problem = document.getElementById(`${list.name}-problem`);
  problem.hidden = entries.length === 0;
  problem.textContent = problem.hidden ? '' : message('unclear', entries.join('  '));
  list.setAttribute('aria-invalid', String(!problem.hidden));
  return problem.hidden;
}
