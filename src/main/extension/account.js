/**
 * Messages of the page of PageNow, as the earlier extension understood them. Chrome delivers them
 * only from the origins in the manifest.
 */

import { claimsOf, userOf } from './live/token.js';
import { entriesOf } from './live/sites.js';

/** What to store for a message; null if it is not understood. */
export function settingsOf(message) {
  switch (message?.type) {
    case 'google-auth-session':
      return session(message.data);
    case 'update-user-info':
      return rules(message.data);
    default:
      return null;
  }
}

/** Whether a change of the token is a fresh one for the same user. */
export function isRenewal({ oldValue, newValue }) {
  const user = userOf(newValue ?? '');
  return user !== null && user === userOf(oldValue ?? '');
}

function session(data) {
  const token = data?.idToken?.jwtToken;
  if (typeof token !== 'string' || !claimsOf(token)) {
    return null;
  }
  const refreshToken = data.refreshToken?.token;
  return {
    token,
    tokenUrl: '',
    refreshToken: typeof refreshToken === 'string' ? refreshToken : '',
  };
}

function rules(data) {
  const shareMode = data?.shareMode;
  if (shareMode !== 'default_none' && shareMode !== 'default_all') {
    return null;
  }
  const list = (domains) => entriesOf([...(domains ?? [])].map(String).join('\n'));
  return {
    account: {
      shareMode,
      allow: list(data.domainAllowSet ?? data.domainAllowArray),
      deny: list(data.domainDenySet ?? data.domainDenyArray),
    },
  };
}
