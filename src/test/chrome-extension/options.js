/** Server, token and what is shared. */

import { fillIn, message } from './messages.js';
import { loadSettings } from './settings.js';

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

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  await chrome.storage.local.set({
    host: host.value.trim(),
    token: token.value.trim(),
    tokenUrl: tokenUrl.value.trim(),
    shareMode: shareMode.value,
    allow: domains(allow.value),
    deny: domains(deny.value),
  });
  document.getElementById('saved').textContent = message('saved');
});

/** Takes whole addresses as well, as they are what one pastes. */
function domains(lines) {
  return lines
    .split(/[\s,]+/)
    .filter(Boolean)
    .map((line) => line.replace(/^[a-z]+:\/\//i, '').replace(/^\*?\./, '').replace(/[/:?#].*$/, ''))
    .map((domain) => domain.toLowerCase());
}
