/** The disclosure before anything is read or sent, and the decision of the user. */

import { fillIn, message } from './messages.js';

fillIn();

document.getElementById('agree').addEventListener('click', async () => {
  await chrome.storage.local.set({ consentedAt: Date.now() });
  location.assign('options.html');
});
document.getElementById('decline').addEventListener('click', async () => {
  await chrome.storage.local.set({ consentedAt: 0 });
  document.getElementById('decision').textContent = message('declined');
});
