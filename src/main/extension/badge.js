/** The icon: the number of friends online, or that the activity is hidden, or no connection. */

import { isHidden } from './presence-client.js';
import { message } from './messages.js';

const GREEN = '#0b6e5a';
const GREY = '#56635e';
const RED = '#a52a20';

/** `client` is null while the extension is off. */
export function showBadge(client) {
  if (!client) {
    return set('', GREY, message('titleOff'));
  }
  if (client.state.name !== 'open') {
    return set(message('badgeOffline'), RED, message('titleOffline'));
  }
  if (!client.self?.online || isHidden(client.self)) {
    return set(message('badgeHidden'), GREY, message('titleHidden'));
  }
  const online = String(client.friends.filter((friend) => friend.online).length);
  return set(online, GREEN, message('titleShown', online));
}

function set(text, color, title) {
  chrome.action.setBadgeBackgroundColor({ color });
  chrome.action.setBadgeText({ text });
  chrome.action.setTitle({ title });
}
