/** What the options page sets. Kept on this machine, not synchronised: a token is no preference. */

import { allows, denies, hostOfPage } from './sites.js';

export const DEFAULTS = {
  /** The application, such as https://HOST/presence-api/. Nothing happens before it is set. */
  host: '',
  /** A token, or an address that answers with a fresh one as plain text. */
  token: '',
  tokenUrl: '',
  /** default_none shares the domains of the allow list only, default_all all but the deny list's. */
  shareMode: 'default_none',
  /** Entries as they were typed: see sites.js. */
  allow: [],
  deny: [],
};

export async function loadSettings() {
  return { ...DEFAULTS, ...(await chrome.storage.local.get(DEFAULTS)) };
}

/** Whether a page is shown to friends. Only pages of the web are ever shown. */
export function shares(address, { shareMode, allow, deny }) {
  const host = hostOfPage(address);
  if (host === null) {
    return false;
  }
  return shareMode === 'default_all' ? !denies(deny, host) : allows(allow, host);
}
